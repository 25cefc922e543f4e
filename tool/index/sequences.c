// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * From sequences of rows to rows that follow each other. Called by dwarf.c when
 * all units were read and builder_make_spans() has said which function is
 * where; the frames and ranges of the builder are sorted by then.
 */
#include <stdlib.h>

#include "tool/index/builder.h"

/* A sequence that is not of the function there, or not of its unit. */
#define OF_ANOTHER_UNIT (1ull << 40)
#define OF_ANOTHER_FILE (1ull << 39)
#define BEFORE_ITS_LINE (1ull << 38)

/* The innermost function that begins at the offset, NULL if there is none. */
static const struct range *function_at(const struct builder *builder,
				       uint32_t offset)
{
	const range_array *ranges = &builder->ranges;
	size_t low = 0, high = ranges->count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		const struct range *range = &ranges->at[middle];

		if (range->start < offset ||
		    (range->start == offset && !range->depth))
			low = middle + 1;
		else
			high = middle;
	}
	if (low == ranges->count || ranges->at[low].start != offset)
		return NULL;
	return &ranges->at[low];
}

static uint32_t unit_of_frame(const struct builder *builder, uint32_t frame)
{
	size_t low = 0, high = builder->units.count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (builder->units.at[middle] <= frame)
			low = middle + 1;
		else
			high = middle;
	}
	return (uint32_t)low;
}

/*
 * How far the sequence is from being that of the function which is there. A
 * linker that makes one of two functions with the same code leaves both
 * sequences at one address.
 */
static uint64_t distance(const struct builder *builder,
			 const struct sequence *sequence)
{
	const struct range *range = function_at(builder, sequence->start);
	const struct index_row *row = &builder->rows.at[sequence->first];
	const struct index_frame *frame;
	uint64_t far = 0;

	if (!range)
		return 0;
	frame = &builder->frames.at[range->frame];
	if (unit_of_frame(builder, range->frame) != sequence->unit)
		far += OF_ANOTHER_UNIT;
	if (frame->file != row->file)
		return far + OF_ANOTHER_FILE;
	if (frame->line > row->line)
		return far + BEFORE_ITS_LINE + (frame->line - row->line);
	return far + (row->line - frame->line);
}

static int by_start(const void *a, const void *b)
{
	const struct sequence *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if (x->distance != y->distance)
		return x->distance < y->distance ? -1 : 1;
	return (x->first > y->first) - (x->first < y->first);
}

static void add_row(row_array *rows, struct index_row row)
{
	struct index_row *last = rows->count ? rows->at + rows->count - 1 :
					       NULL;

	if (last && last->start == row.start)
		*last = row;
	else if (!last || last->file != row.file || last->line != row.line)
		array_push(rows, row);
}

/* The part of the sequence that begins at `from`. */
static void add_sequence(row_array *rows, const struct builder *builder,
			 const struct sequence *sequence, uint32_t from)
{
	const struct index_row *row = builder->rows.at + sequence->first;
	const struct index_row *end = row + sequence->count;

	for (; row < end; row++) {
		struct index_row copy = *row;

		if (row + 1 < end && row[1].start <= from)
			continue;
		if (copy.start >= sequence->end)
			break;
		if (copy.start < from)
			copy.start = from;
		add_row(rows, copy);
	}
	/* No line, until the next sequence begins. */
	add_row(rows, (struct index_row){ sequence->end, NONE, 0 });
}

void builder_join_sequences(struct builder *builder)
{
	sequence_array *sequences = &builder->sequences;
	row_array rows = { 0 };
	uint32_t covered = 0;
	size_t i;

	if (sequences->count)
		qsort(sequences->at, sequences->count, sizeof(*sequences->at),
		      by_start);
	/* Of several at one address, the nearest first: again, as all have 0. */
	for (i = 0; i < sequences->count; i++)
		if ((i &&
		     sequences->at[i - 1].start == sequences->at[i].start) ||
		    (i + 1 < sequences->count &&
		     sequences->at[i + 1].start == sequences->at[i].start))
			sequences->at[i].distance =
				distance(builder, &sequences->at[i]);
	if (sequences->count)
		qsort(sequences->at, sequences->count, sizeof(*sequences->at),
		      by_start);
	array_reserve(&rows, builder->rows.count + sequences->count);
	for (i = 0; i < sequences->count; i++) {
		const struct sequence *sequence = &sequences->at[i];

		if (i && sequence->end <= covered)
			continue;
		add_sequence(&rows, builder, sequence,
			     i && sequence->start < covered ? covered :
							      sequence->start);
		covered = sequence->end;
	}
	free(builder->rows.at);
	builder->rows = rows;
}
