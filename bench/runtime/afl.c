// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * AFL++'s own runtime; what its fuzzer does with the map per input is restated
 * at its cheapest: all of it to 0, then all of it looked at, a word at a time.
 */
#include <string.h>

#include "bench/runtime.h"

extern uint8_t *__afl_area_ptr;
extern uint32_t __afl_final_loc;

void runtime_reset(void)
{
	memset(__afl_area_ptr, 0, __afl_final_loc + 1);
}

uint64_t runtime_collect(void)
{
	const uint64_t *words = (const uint64_t *)__afl_area_ptr;
	uint64_t used = 0;
	uint32_t i;

	for (i = 0; i < (__afl_final_loc + 8) / 8; i++)
		if (words[i])
			used++;
	return used;
}
