// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* A function whose last block is a callback and nothing else. */
void decide(int value);

static volatile int seen;

void decide(int value)
{
	if (value > 3)
		seen = value;
}
