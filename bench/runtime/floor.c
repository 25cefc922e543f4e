// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The floor: callbacks that only return. Nothing that is called once per block
 * or comparison costs less.
 */
#include <stdint.h>

#define CALLBACK(name, ...)                                                    \
	void __attribute__((aligned(64))) __sanitizer_cov_##name(__VA_ARGS__); \
	void __sanitizer_cov_##name(__VA_ARGS__)                               \
	{                                                                      \
	}

#pragma GCC diagnostic ignored "-Wunused-parameter"

CALLBACK(trace_pc, void)
CALLBACK(trace_cmp1, uint8_t a, uint8_t b)
CALLBACK(trace_cmp2, uint16_t a, uint16_t b)
CALLBACK(trace_cmp4, uint32_t a, uint32_t b)
CALLBACK(trace_cmp8, unsigned long a, unsigned long b)
CALLBACK(trace_const_cmp1, uint8_t a, uint8_t b)
CALLBACK(trace_const_cmp2, uint16_t a, uint16_t b)
CALLBACK(trace_const_cmp4, uint32_t a, uint32_t b)
CALLBACK(trace_const_cmp8, unsigned long a, unsigned long b)
CALLBACK(trace_cmpf, float a, float b)
CALLBACK(trace_cmpd, double a, double b)
CALLBACK(trace_switch, unsigned long value, void *table)
