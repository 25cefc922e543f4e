// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What a trace makes of an area of unique PCs, and of one of edges, by the
 * rules of <linux/kcov_extended.h> alone: the client holds what kcov made
 * against it. Called by client.c; a trace is its count and its PCs.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/programs/feedback.h"

/* More than any of the programs has. */
#define PLACES (1u << 22)

static bool is_new(uint64_t *seen, uint64_t pc)
{
	uint64_t at = pc * 0x9e3779b97f4a7c15ull >> 42;

	while (seen[at] && seen[at] != pc)
		at = (at + 1) % PLACES;
	if (seen[at])
		return false;
	seen[at] = pc;
	return true;
}

bool is_set_of(const unsigned long *area, const unsigned long *trace)
{
	uint64_t *seen = calloc(PLACES, sizeof(*seen));
	unsigned long i, count = 0;
	bool same = seen;

	for (i = 1; same && i <= trace[0]; i++)
		if (is_new(seen, trace[i]))
			same = ++count <= area[0] && area[count] == trace[i];
	free(seen);
	if (same && count == area[0])
		return true;
	fprintf(stderr, "unique: %lu PCs; %lu of the trace are right\n",
		area[0], count);
	return false;
}

bool are_edges_of(const unsigned long *area, const unsigned long *trace,
		  unsigned int map_bits)
{
	const uint8_t *map = (const uint8_t *)(area + 1);
	const uint32_t *list = (const uint32_t *)(map + (1u << map_bits));
	uint8_t *folded = calloc(1, 1u << map_bits);
	unsigned long i, from = 0, count = 0;
	bool same = folded;

	for (i = 1; same && i <= trace[0]; i++) {
		uint32_t at = kcov_edge_counter(from, trace[i], map_bits);

		from = trace[i];
		if (!folded[at])
			same = count < area[0] && list[count++] == at;
		folded[at] += folded[at] < 255;
	}
	same = same && count == area[0] && !memcmp(folded, map, 1u << map_bits);
	if (!same)
		fprintf(stderr, "edges: %lu counters; %lu in order are right\n",
			area[0], count);
	free(folded);
	return same;
}
