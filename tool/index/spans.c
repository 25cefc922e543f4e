// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* From ranges that contain each other to spans that follow each other. */
#include <stdlib.h>
#include <string.h>

#include "tool/index/builder.h"

static int by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* Of one address the last row counts, and an end only if it is alone. */
static void add_row(row_array *sorted, struct index_row row)
{
	struct index_row *last = sorted->at + sorted->count - 1;

	if (sorted->count && last->start == row.start) {
		if (row.file == NONE)
			return;
		sorted->count--;
		last--;
	}
	if (sorted->count && last->file == row.file && last->line == row.line)
		return;
	array_push(sorted, row);
}

/* Units overlap in address, as each has code in several sections. */
void builder_sort_rows(struct builder *builder)
{
	row_array sorted = { 0 };
	address_array keys = { 0 };
	size_t i;

	array_reserve(&keys, builder->rows.count);
	for (i = 0; i < builder->rows.count; i++)
		array_push(&keys,
			   (uint64_t)builder->rows.at[i].start << 32 | i);
	if (keys.count)
		qsort(keys.at, keys.count, sizeof(*keys.at), by_number);
	array_reserve(&sorted, keys.count);
	for (i = 0; i < keys.count; i++)
		add_row(&sorted, builder->rows.at[(uint32_t)keys.at[i]]);
	free(keys.at);
	free(builder->rows.at);
	builder->rows = sorted;
}

static int by_nesting(const void *a, const void *b)
{
	const struct range *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if (x->depth != y->depth)
		return x->depth < y->depth ? -1 : 1;
	/* The longer one is outside. */
	return (y->end > x->end) - (y->end < x->end);
}

static void add_symbol(const char *name, const GElf_Sym *symbol, void *data)
{
	struct builder *builder = data;
	struct range range = { 0 };
	struct index_frame frame = { .file = NONE,
				     .parent = NONE,
				     .call_file = NONE };

	if (GELF_ST_TYPE(symbol->st_info) != STT_FUNC || !symbol->st_size ||
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
	for (i = 0; i < ranges->count; i++) {
		leave(builder, &open, ranges->at[i].start);
		array_push(&open, ranges->at[i]);
		add_span(builder, ranges->at[i].start, ranges->at[i].frame);
	}
	leave(builder, &open, UINT32_MAX);
	free(open.at);
}
