/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Code that compares, once each, just what it is asked to. Included by what is
 * instrumented for it, here and in tests/kernel/sections, which says in COMPARE
 * how the functions are declared.
 */
#ifndef CONFORMANCE_COMPARE_H
#define CONFORMANCE_COMPARE_H

#define USE(value) __asm__ volatile("" : : "r"(value))

#define DEFINE(bits, bytes)                                             \
	COMPARE int compare_##bytes(uint##bits##_t a, uint##bits##_t b) \
	{                                                               \
		return a == b;                                          \
	}                                                               \
	COMPARE int compare_##bytes##_with_ones(uint##bits##_t a)       \
	{                                                               \
		return a == (uint##bits##_t) - 1;                       \
	}                                                               \
	COMPARE int compare_##bytes##_with_top(uint##bits##_t a)        \
	{                                                               \
		return a == (uint##bits##_t)(1ull << (bits - 1));       \
	}

DEFINE(8, 1)
DEFINE(16, 2)
DEFINE(32, 4)
DEFINE(64, 8)

COMPARE int compare_less(int32_t a, int32_t b)
{
	return a < b;
}

/* Each case is code of its own, or the switch would become a table. */
#define CASE(value)                                           \
	case value:                                           \
		__asm__ volatile("# case %0" : : "i"(value)); \
		break

COMPARE void switch_4(uint32_t a)
{
	switch (a) {
		CASE(3);
		CASE(0x4711);
		CASE(0x10001);
		CASE(0x20000002);
		CASE(0x80000000);
	}
}

COMPARE void switch_8(uint64_t a)
{
	switch (a) {
		CASE(3);
		CASE(0x4711);
		CASE(0x10001);
		CASE(0x20000002);
		CASE(0x80000000);
	}
}

/* A value that the compiler cannot follow into the function it is passed to. */
#define OPAQUE(value)                                 \
	({                                            \
		__typeof__(value) opaque_ = (value);  \
		__asm__ volatile("" : "+r"(opaque_)); \
		opaque_;                              \
	})

/* COMPARE_A_RECORDS of them. */
COMPARE void compare_some(void);
COMPARE void compare_some(void)
{
	USE(compare_2(OPAQUE(1), OPAQUE(2)));
	USE(compare_8(OPAQUE(3ul), OPAQUE(4ul)));
	USE(compare_4_with_top(OPAQUE(5)));
	switch_4(OPAQUE(0x4711));
}

#endif /* CONFORMANCE_COMPARE_H */
