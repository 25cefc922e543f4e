// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* A loop of little but blocks and comparisons: the cost of the callbacks. */
#include "bench/workload.h"

enum { STEPS = 5000 };

void *work_new(void)
{
	static uint32_t seed = 12345;

	return &seed;
}

__attribute__((noinline)) static uint32_t step(uint32_t x)
{
	if (x & 1)
		return x * 1664525 + 1013904223;
	if (x > 0x80000000u)
		return x >> 3 ^ x;
	return x * 22695477 + 1;
}

uint64_t work_run(void *work)
{
	uint32_t x = *(uint32_t *)work;
	uint64_t sum = 0;
	int i;

	for (i = 0; i < STEPS; i++) {
		x = step(x);
		if (x % 3 == 0)
			sum += x;
	}
	return sum;
}
