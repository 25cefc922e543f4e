/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What gets compared. cmp-target.c is instrumented for comparisons as well as
 * for blocks; its functions compare just what they are asked to, once each, so
 * that in user space every record is known beforehand. In a kernel it is the
 * system calls of compare_a() that leave records.
 */
#ifndef CONFORMANCE_COMPARISONS_H
#define CONFORMANCE_COMPARISONS_H

#include <stdint.h>

#include "harness.h"

/* A record, as it stands in the area behind the count. */
struct comparison {
	uint64_t type;
	uint64_t arg1;
	uint64_t arg2;
	uint64_t pc;
};

#define RECORD_WORDS 4
#define BYTES_1 KCOV_CMP_SIZE(0)
#define BYTES_2 KCOV_CMP_SIZE(1)
#define BYTES_4 KCOV_CMP_SIZE(2)
#define BYTES_8 KCOV_CMP_SIZE(3)

static inline const struct comparison *comparison(const struct session *session,
						  unsigned long i)
{
	/* The count word has 64 bits here, on every machine. */
	return (const struct comparison *)((const uint64_t *)session->area +
					   1) +
	       i;
}

static inline volatile uint64_t *comparison_count(const struct session *session)
{
	return (volatile uint64_t *)session->area;
}

static inline unsigned long comparison_capacity(unsigned long words)
{
	return (words * sizeof(unsigned long) - 8) / 32;
}

static inline void enable_comparisons(const struct session *session)
{
	CHECK_OK(ioctl(session->fd, KCOV_ENABLE, KCOV_TRACE_CMP));
}

/* Two values that are not known when it is compiled. */
int compare_1(uint8_t a, uint8_t b);
int compare_2(uint16_t a, uint16_t b);
int compare_4(uint32_t a, uint32_t b);
int compare_8(uint64_t a, uint64_t b);
int compare_less(int32_t a, int32_t b);

/* A value with a constant: all bits set, the top bit only. */
int compare_1_with_ones(uint8_t a);
int compare_2_with_ones(uint16_t a);
int compare_4_with_ones(uint32_t a);
int compare_8_with_ones(uint64_t a);
int compare_1_with_top(uint8_t a);
int compare_2_with_top(uint16_t a);
int compare_4_with_top(uint32_t a);
int compare_8_with_top(uint64_t a);

/* A switch over these cases, in this order. */
#define SWITCH_CASES { 3, 0x4711, 0x10001, 0x20000002, 0x80000000 }
void switch_4(uint32_t a);
void switch_8(uint64_t a);

/* Floating-point numbers, which no record can hold. */
int compare_floats(float a, float b);
int compare_doubles(double a, double b);

/* Some of each, and system calls; the same every time. */
void compare_a(void);
/* How many records compare_a() leaves in user space. */
#define COMPARE_A_RECORDS 8

/* The code of all of these, and nothing else. */
extern const char __start_compare_text[], __stop_compare_text[];

#endif /* CONFORMANCE_COMPARISONS_H */
