// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Any bytes as an index of an image in the cache folder: refused, or every
 * question about every address and point is answered without a step outside.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/target.h"
#include "tool/index/cache.h"

/* Long enough to be read to its end, which the sanitizer watches. */
static size_t total;

static void read_place(const struct place *place)
{
	total += strlen(place->function);
	total += place->file ? strlen(place->file) : 0;
	total += place->full ? strlen(place->full) : 0;
}

static void ask(const struct index *index, uint64_t address)
{
	struct place chain[32];
	uint32_t file, line;
	size_t steps = index_chain(index, address, chain, 32);
	size_t i;

	if (!steps || steps > 32)
		abort();
	for (i = 0; i < steps; i++)
		read_place(&chain[i]);
	index_line(index, address, &file, &line);
	total += strlen(index_path(index, file));
	if (index_point(index, address))
		total++;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	/* As mmap() gives it: aligned, and nothing of ours behind it. */
	void *copy = memcpy(malloc(count ? count : 1), bytes, count);
	struct index *index = index_over(copy, count);
	size_t i;

	if (!index) {
		free(copy);
		return 0;
	}
	for (i = 0; i < index->points_count && i < 4096; i++)
		ask(index, index_address(index, &index->points[i]));
	for (i = 0; i < 64; i++)
		ask(index, index->header->base + i);
	ask(index, index->header->end);
	ask(index, index->header->end + 1);
	ask(index, 0);
	ask(index, UINT64_MAX);
	index_free(index);
	return 0;
}
