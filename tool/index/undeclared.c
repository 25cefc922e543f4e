// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Where functions are whose declaration has no line, as gcc gives none to
 * lambdas: where their code begins. Called by dwarf.c when the rows are sorted.
 * All copies of a function get one line, that of the copy which nobody inlined
 * if there is one, else the first of the inlined ones: it stays one function.
 */
#include "tool/base/table.h"
#include "tool/index/builder.h"

/* The row of the first instruction, NULL if no line is known there. */
static const struct index_row *row_of(const struct builder *builder,
				      const struct index_frame *frame)
{
	const struct index_row *rows = builder->rows.at;
	size_t low = 0, high = builder->rows.count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (rows[middle].start <= frame->start)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low || rows[low - 1].file == NONE || !rows[low - 1].line)
		return NULL;
	return &rows[low - 1];
}

static bool is_undeclared(const struct index_frame *frame)
{
	return !frame->line && frame->start != NONE;
}

/* Of the copies that are inlined, or of the others. */
static void note_lines(const struct builder *builder, struct table *lines,
		       const struct table *known, bool inlined)
{
	size_t i;

	for (i = 0; i < builder->frames.count; i++) {
		const struct index_frame *frame = &builder->frames.at[i];
		const struct index_row *row;
		uint32_t *line;

		if (!is_undeclared(frame) ||
		    (frame->parent != NONE) != inlined ||
		    (known && table_find(known, frame->name)))
			continue;
		row = row_of(builder, frame);
		if (!row)
			continue;
		line = table_value(lines, frame->name);
		if (row->line < *line)
			*line = row->line;
	}
}

void builder_place_undeclared(struct builder *builder)
{
	struct table whole = { 0 }, copies = { 0 };
	size_t i;

	note_lines(builder, &whole, NULL, false);
	note_lines(builder, &copies, &whole, true);
	for (i = 0; i < builder->frames.count; i++) {
		struct index_frame *frame = &builder->frames.at[i];
		const struct index_row *row;
		uint32_t *line;

		if (!is_undeclared(frame))
			continue;
		row = row_of(builder, frame);
		if (!row)
			continue;
		line = table_find(&whole, frame->name);
		if (!line)
			line = table_find(&copies, frame->name);
		if (!line)
			continue;
		frame->line = *line;
		if (frame->file == NONE)
			frame->file = row->file;
	}
	table_free(&whole);
	table_free(&copies);
}
