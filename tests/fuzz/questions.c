// SPDX-License-Identifier: GPL-2.0-only OR MIT
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/questions.h"

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

void ask_everything(const struct index *index)
{
	size_t i;

	for (i = 0; i < index->points_count && i < 4096; i++)
		ask(index, index_address(index, &index->points[i]));
	for (i = 0; i < 64; i++)
		ask(index, index->header->base + i);
	ask(index, index->header->end);
	ask(index, index->header->end + 1);
	ask(index, 0);
	ask(index, UINT64_MAX);
}
