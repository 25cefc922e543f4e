// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * From ranges that contain each other to spans that follow each other. Called
 * by dwarf.c when all units were read.
 */
#include <stdlib.h>
#include <string.h>

#include "tool/index/builder.h"

static int by_nesting(const void *a, const void *b)
{
	const struct range *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if (x->depth != y->depth)
		return x->depth < y->depth ? -1 : 1;
	/* Of functions the first is taken, else the longer one is outside. */
	if (x->depth != 1 && x->end != y->end)
		return x->end > y->end ? -1 : 1;
	return (x->frame > y->frame) - (x->frame < y->frame);
}

static void add_symbol(const char *name, const GElf_Sym *symbol, void *data)
{
	struct builder *builder = data;
	struct range range = { 0 };
	struct index_frame frame = { .file = NONE,
				     .parent = NONE,
				     .call_file = NONE };

	if ((GELF_ST_TYPE(symbol->st_info) != STT_FUNC &&
	     GELF_ST_TYPE(symbol->st_info) != STT_GNU_IFUNC) ||
	    !symbol->st_size ||
	    !offset_of(builder->image, symbol->st_value, &range.start) ||
	    !offset_of(builder->image, symbol->st_value + symbol->st_size - 1,
		       &range.end))
		return;
	range.end++;
	range.frame = (uint32_t)builder->frames.count;
	frame.name = strings_number(&builder->strings, name);
	frame.start = range.start;
	array_push(&builder->frames, frame);
	array_push(&builder->ranges, range);
}

/* The function that each frame is inlined into in the end, or is. */
static uint32_t *find_functions(const struct builder *builder)
{
	uint32_t *functions =
		must_alloc(NULL, builder->frames.count, sizeof(*functions));
	size_t i;

	for (i = 0; i < builder->frames.count; i++) {
		uint32_t parent = builder->frames.at[i].parent;

		/* A parent comes first in the table. */
		functions[i] = parent < i ? functions[parent] : (uint32_t)i;
	}
	return functions;
}

/*
 * Leaves one of the functions that begin at one address, with what is inlined
 * into it: a linker may make one of those with the same code, and then the
 * debug information has all of them there. The ranges are sorted.
 */
static void drop_folded(struct builder *builder)
{
	uint32_t *functions = find_functions(builder);
	range_array *ranges = &builder->ranges;
	range_array open = { 0 };
	size_t i, kept = 0;

	for (i = 0; i < ranges->count; i++) {
		struct range range = ranges->at[i];
		const struct range *around;

		while (open.count && open.at[open.count - 1].end <= range.start)
			open.count--;
		around = open.count ? &open.at[open.count - 1] : NULL;
		if (range.depth == 1 && around && around->start == range.start)
			continue;
		if (range.depth == 1)
			array_push(&open, range);
		else if (range.depth && around &&
			 functions[range.frame] != around->frame)
			continue;
		ranges->at[kept++] = range;
	}
	ranges->count = kept;
	free(open.at);
	free(functions);
}

static void add_span(struct builder *builder, uint32_t start, uint32_t frame)
{
	span_array *spans = &builder->spans;

	if (spans->count && spans->at[spans->count - 1].start == start)
		spans->count--;
	if (spans->count && spans->at[spans->count - 1].frame == frame)
		return;
	array_push(spans, (struct index_span){ start, frame });
}

/* Leaves the ranges that end at or before `start`, innermost first. */
static void leave(struct builder *builder, range_array *open, uint32_t start)
{
	while (open->count) {
		uint32_t end = open->at[open->count - 1].end;

		if (end > start)
			return;
		/* What an outer one ends before, or with, is left too. */
		while (open->count && open->at[open->count - 1].end <= end)
			open->count--;
		add_span(builder, end,
			 open->count ? open->at[open->count - 1].frame : NONE);
	}
}

void builder_make_spans(struct builder *builder)
{
	range_array *ranges = &builder->ranges;
	range_array open = { 0 };
	size_t i;

	image_each_symbol(builder->image, add_symbol, builder);
	if (ranges->count)
		qsort(ranges->at, ranges->count, sizeof(*ranges->at),
		      by_nesting);
	drop_folded(builder);
	for (i = 0; i < ranges->count; i++) {
		leave(builder, &open, ranges->at[i].start);
		array_push(&open, ranges->at[i]);
		add_span(builder, ranges->at[i].start, ranges->at[i].frame);
	}
	leave(builder, &open, UINT32_MAX);
	free(open.at);
}
