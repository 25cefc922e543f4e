// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Thirty blocks of a program of any size; the others come from bench/blocks.py
 * and never run. This is what one input of a fuzzer is to a big program.
 */
#include <stddef.h>

#include "bench/workload.h"

/* One block each, however it is compiled. */
#define STEP(n)                                                        \
	__attribute__((noinline)) static uint64_t step_##n(uint64_t x) \
	{                                                              \
		__asm__ volatile("" : "+r"(x));                        \
		return x + (n);                                        \
	}
#define CALL(n) x = step_##n(x);
#define ALL(what)                                                             \
	what(1) what(2) what(3) what(4) what(5) what(6) what(7) what(8)       \
		what(9) what(10) what(11) what(12) what(13) what(14) what(15) \
			what(16) what(17) what(18) what(19) what(20) what(21) \
				what(22) what(23) what(24) what(25) what(26)  \
					what(27) what(28) what(29)

ALL(STEP)

void *work_new(void)
{
	return NULL;
}

uint64_t work_run(void *work)
{
	uint64_t x = 0;

	(void)work;
	ALL(CALL)
	return x;
}
