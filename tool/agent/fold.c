// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Plain traces as what a fuzzer wants: counters of edges, as the extended kcov
 * folds them (doc/extended.md), and PCs each once. Called by device.c. What is
 * remembered between calls is empty again at their end.
 */
#include <string.h>

#include "tool/agent/agent.h"
#include "uapi/linux/kcov_extended.h"

uint32_t fold_edges(const uint64_t *pcs, uint64_t count,
		    struct channel_edge *edges)
{
	static uint8_t times[CHANNEL_COUNTERS];
	uint64_t previous = 0, i;
	uint32_t n = 0, k;

	for (i = 0; i < count; i++) {
		uint32_t counter =
			kcov_edge_counter(previous, pcs[i], CHANNEL_MAP_BITS);

		previous = pcs[i];
		if (!times[counter])
			edges[n++].counter = (uint16_t)counter;
		if (times[counter] < UINT8_MAX)
			times[counter]++;
	}
	for (k = 0; k < n; k++) {
		edges[k].times = times[edges[k].counter];
		edges[k].zero = 0;
		times[edges[k].counter] = 0;
	}
	return n;
}

uint32_t fold_once(const uint64_t *pcs, uint64_t count, uint64_t *once,
		   uint32_t room)
{
	/* Twice the room, so that a free place is near. 0 is no PC. */
	enum { PLACES = 2 * CHANNEL_WORDS };
	static uint64_t seen[PLACES];
	uint32_t n = 0, at;
	uint64_t i;

	memset(seen, 0, sizeof(seen));
	for (i = 0; i < count && n < room; i++) {
		at = (uint32_t)(pcs[i] * 0x9e3779b97f4a7c15ull >> 32) % PLACES;
		while (seen[at] && seen[at] != pcs[i])
			at = (at + 1) % PLACES;
		if (!seen[at])
			once[n++] = seen[at] = pcs[i];
	}
	return n;
}
