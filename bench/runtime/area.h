/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* What a client does with an area of records, for the runtimes that have one. */
#ifndef BENCH_RUNTIME_AREA_H
#define BENCH_RUNTIME_AREA_H

#include "bench/runtime.h"

#define AREA_WORDS (4ul << 20)

static volatile uint64_t sink;

static inline void area_restart(uint64_t *area)
{
	__atomic_store_n(&area[0], 0, __ATOMIC_RELAXED);
}

/* Reads every word of every record; how many records there are. */
static inline uint64_t area_collect(const uint64_t *area,
				    unsigned int record_words)
{
	uint64_t records = __atomic_load_n(&area[0], __ATOMIC_RELAXED);
	uint64_t sum = 0;
	uint64_t i;

	for (i = 1; i <= records * record_words; i++)
		sum ^= area[i];
	sink = sum;
	return records;
}

#endif
