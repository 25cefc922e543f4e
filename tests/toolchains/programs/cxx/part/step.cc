// SPDX-License-Identifier: GPL-2.0-only OR MIT
// There is another step.cc, one folder up, with a static of the same name.
//
// This one is on other lines.
int step_part(int x);

static __attribute__((noinline)) int same_name(int x)
{
	int i;

	for (i = 0; i < 3; i++)
		x += x & 1 ? i : -i;
	return x;
}

int step_part(int x)
{
	return same_name(x) + same_name(x + 1);
}
