/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Code worth tracing: 64 different ways through it. Included by what is
 * instrumented, here and in tests/kernel/sections.
 */
#ifndef CONFORMANCE_WALK_H
#define CONFORMANCE_WALK_H

#define NOINLINE __attribute__((__noinline__))
/* Nobody needs the values, but without a use the calls are optimised away. */
#define USE(value) __asm__ volatile("" : : "r"(value))

static NOINLINE int odd_step(int value)
{
	if (value > 100)
		return value - 7;
	return value * 3 + 1;
}

static NOINLINE int even_step(int value)
{
	switch (value & 3) {
	case 0:
		return value + 5;
	case 1:
		return value ^ 0x10;
	default:
		return value - 1;
	}
}

static NOINLINE int walk(unsigned int bits)
{
	int value = 1;
	int i;

	for (i = 0; i < 6; i++) {
		if (bits >> i & 1)
			value = odd_step(value);
		else
			value = even_step(value);
	}
	return value;
}

#endif /* CONFORMANCE_WALK_H */
