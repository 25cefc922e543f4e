// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The symbols that compilers call once per comparison with
 * -fsanitize-coverage=trace-cmp. In the const forms the constant comes first,
 * as compilers pass it. Left out of the build where comparisons are off.
 */
#include "core/trace.h"

/* Not more cache lines than needed; the refusing path is within the first. */
#define CALLBACK void __attribute__((aligned(64)))

CALLBACK __sanitizer_cov_trace_cmp1(uint8_t arg1, uint8_t arg2);
CALLBACK __sanitizer_cov_trace_cmp2(uint16_t arg1, uint16_t arg2);
CALLBACK __sanitizer_cov_trace_cmp4(uint32_t arg1, uint32_t arg2);
CALLBACK __sanitizer_cov_trace_cmp8(kcov_cmp8 arg1, kcov_cmp8 arg2);
CALLBACK __sanitizer_cov_trace_const_cmp1(uint8_t arg1, uint8_t arg2);
CALLBACK __sanitizer_cov_trace_const_cmp2(uint16_t arg1, uint16_t arg2);
CALLBACK __sanitizer_cov_trace_const_cmp4(uint32_t arg1, uint32_t arg2);
CALLBACK __sanitizer_cov_trace_const_cmp8(kcov_cmp8 arg1, kcov_cmp8 arg2);
CALLBACK __sanitizer_cov_trace_switch(kcov_cmp8 value, void *table);

void __sanitizer_cov_trace_cmp1(uint8_t arg1, uint8_t arg2)
{
	KCOV_TRACE_CMP(KCOV_CMP_SIZE(0), arg1, arg2);
}

void __sanitizer_cov_trace_cmp2(uint16_t arg1, uint16_t arg2)
{
	KCOV_TRACE_CMP(KCOV_CMP_SIZE(1), arg1, arg2);
}

void __sanitizer_cov_trace_cmp4(uint32_t arg1, uint32_t arg2)
{
	KCOV_TRACE_CMP(KCOV_CMP_SIZE(2), arg1, arg2);
}

void __sanitizer_cov_trace_cmp8(kcov_cmp8 arg1, kcov_cmp8 arg2)
{
	KCOV_TRACE_CMP(KCOV_CMP_SIZE(3), arg1, arg2);
}

void __sanitizer_cov_trace_const_cmp1(uint8_t arg1, uint8_t arg2)
{
	KCOV_TRACE_CMP(KCOV_CMP_SIZE(0) | KCOV_CMP_CONST, arg1, arg2);
}

void __sanitizer_cov_trace_const_cmp2(uint16_t arg1, uint16_t arg2)
{
	KCOV_TRACE_CMP(KCOV_CMP_SIZE(1) | KCOV_CMP_CONST, arg1, arg2);
}

void __sanitizer_cov_trace_const_cmp4(uint32_t arg1, uint32_t arg2)
{
	KCOV_TRACE_CMP(KCOV_CMP_SIZE(2) | KCOV_CMP_CONST, arg1, arg2);
}

void __sanitizer_cov_trace_const_cmp8(kcov_cmp8 arg1, kcov_cmp8 arg2)
{
	KCOV_TRACE_CMP(KCOV_CMP_SIZE(3) | KCOV_CMP_CONST, arg1, arg2);
}

void __sanitizer_cov_trace_switch(kcov_cmp8 value, void *table)
{
	kcov_trace_switch(value, table);
}
