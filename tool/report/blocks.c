// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Which lines belong to the block that a place begins. A place is the block's
 * first line; what else is in the block has code but no place of its own.
 * Called for pages. A block ends where the next place, or function, begins in
 * the image. An index may hold any number, so each is looked at before use.
 */
#include <stdlib.h>

#include "tool/report/blocks.h"

#define MOST_PARENTS 256

/* The function that a frame is in after all inlining. */
static uint32_t outermost(const struct index *index, uint32_t frame)
{
	const struct index_frame *at;
	int i;

	for (i = 0; i < MOST_PARENTS; i++) {
		at = index_frame(index, frame);
		if (!at || at->parent == NONE)
			break;
		frame = at->parent;
	}
	return frame;
}

/* How many of the entries start at or before `offset`. */
static size_t spans_until(const struct index *index, uint32_t offset)
{
	size_t low = 0, high = index->header->spans.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (index->spans[middle].start <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static size_t rows_until(const struct index *index, uint32_t offset)
{
	size_t low = 0, high = index->header->rows.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (index->rows[middle].start <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static uint32_t end_of_block(const struct index *index,
			     const struct index_point *point)
{
	uint32_t function = outermost(index, point->frame), end = point->offset;
	size_t span = spans_until(index, point->offset);
	const struct index_point *next = point + 1;

	if (function == NONE)
		return end;
	end = next < index->points + index->points_count ? next->offset :
							   UINT32_MAX;
	for (; span < index->header->spans.count &&
	       index->spans[span].start < end;
	     span++)
		if (outermost(index, index->spans[span].frame) != function)
			return index->spans[span].start;
	return end;
}

static void add_block(block_lines *lines, const struct index *index,
		      const struct index_point *point, bool reached)
{
	uint32_t end = end_of_block(index, point);
	size_t row = rows_until(index, point->offset);

	for (row -= row > 0;
	     row < index->header->rows.count && index->rows[row].start < end;
	     row++)
		if (index->rows[row].file == point->file &&
		    index->rows[row].line)
			array_push(lines,
				   (struct block_line){ index->rows[row].line,
							reached });
}

/* By line, what was reached first. */
static int by_line(const void *one, const void *other)
{
	const struct block_line *a = one, *b = other;

	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	return (int)b->reached - (int)a->reached;
}

void block_lines_of_file(block_lines *lines, const struct coverage *coverage,
			 const struct coverage_file *file)
{
	size_t i, kept = 0;

	for (i = file->first; i < file->first + file->count; i++) {
		const struct coverage_point *point = &coverage->points.at[i];
		const struct index *index =
			coverage->images.at[point->image].index;
		const struct index_point *known =
			index_point(index, point->address);

		if (known)
			add_block(lines, index, known, point->runs > 0);
	}
	if (lines->count)
		qsort(lines->at, lines->count, sizeof(*lines->at), by_line);
	for (i = 0; i < lines->count; i++)
		if (!kept || lines->at[kept - 1].line != lines->at[i].line)
			lines->at[kept++] = lines->at[i];
	lines->count = kept;
}
