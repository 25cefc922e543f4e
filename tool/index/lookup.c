// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Questions to an index. Called from everywhere, by any thread. An index from
 * the cache may hold any number: it is looked at before it is followed.
 */
#include <string.h>

#include "tool/index/index.h"

const char *index_string(const struct index *index, uint32_t string)
{
	/* The table ends with a NUL: index_check() saw to it. */
	return string < index->header->strings.count ? index->strings + string :
						       "";
}

const char *index_path(const struct index *index, uint32_t string)
{
	const char *path = index_string(index, string);
	const char *root = index_string(index, index->header->root);
	size_t length = strlen(root);

	if (length > 1 && !strncmp(path, root, length) && path[length])
		return path + length;
	return path;
}

const struct index_frame *index_frame(const struct index *index, uint32_t frame)
{
	return frame < index->header->frames.count ? index->frames + frame :
						     NULL;
}

/*
 * The last of `count` entries of `size` bytes, the first word of each being a
 * start, that starts at or before `offset`; NULL if none does.
 */
static const void *last_before(const void *entries, size_t count, size_t size,
			       uint32_t offset)
{
	const char *at = entries;

	while (count > 1) {
		size_t half = count / 2;

		if (*(const uint32_t *)(at + half * size) <= offset)
			at += half * size;
		count -= half;
	}
	return count && *(const uint32_t *)at <= offset ? at : NULL;
}

static const struct index_span *span_at(const struct index *index,
					uint32_t offset)
{
	return last_before(index->spans, index->header->spans.count,
			   sizeof(*index->spans), offset);
}

static const struct index_row *row_at(const struct index *index,
				      uint32_t offset)
{
	return last_before(index->rows, index->header->rows.count,
			   sizeof(*index->rows), offset);
}

static void set_file(const struct index *index, struct place *place,
		     uint32_t file, uint32_t line)
{
	place->file = file == NONE ? NULL : index_path(index, file);
	place->brief = place->file;
	place->full = file == NONE ? NULL : index_string(index, file);
	place->line = line;
}

/* Of the call that returns there, as far as that is inside. */
static uint32_t call_offset(const struct index *index, uint64_t address)
{
	uint64_t offset = address - index->header->base;

	return (uint32_t)(offset < index->header->back ?
				  0 :
				  offset - index->header->back);
}

size_t index_chain(const struct index *index, uint64_t address,
		   struct place *chain, size_t room)
{
	uint32_t offset = call_offset(index, address);
	struct place place = { .function = "?", .frame = NONE };
	bool inside = address > index->header->base &&
		      address <= index->header->end;
	const struct index_span *span = inside ? span_at(index, offset) : NULL;
	const struct index_row *row = inside ? row_at(index, offset) : NULL;
	const struct index_frame *frame =
		span ? index_frame(index, span->frame) : NULL;
	uint32_t number = frame ? span->frame : NONE;
	size_t steps = 0;

	if (row)
		set_file(index, &place, row->file, row->line);
	for (; frame && steps + 1 < room; frame = index_frame(index, number)) {
		place.function = index_string(index, frame->name);
		place.frame = number;
		/* A parent comes first in the table, so this ends. */
		place.inlined = frame->parent < number;
		chain[steps++] = place;
		if (!place.inlined)
			return steps;
		set_file(index, &place, frame->call_file, frame->call_line);
		number = frame->parent;
	}
	place.inlined = false;
	place.function = frame ? index_string(index, frame->name) : "?";
	place.frame = number;
	chain[steps++] = place;
	return steps;
}

void index_line(const struct index *index, uint64_t address, uint32_t *file,
		uint32_t *line)
{
	uint32_t offset = call_offset(index, address);
	const struct index_row *row = NULL;

	if (address > index->header->base && address <= index->header->end)
		row = row_at(index, offset);
	*file = row ? row->file : NONE;
	*line = row && row->file != NONE ? row->line : 0;
}

const struct index_point *index_point(const struct index *index,
				      uint64_t address)
{
	uint32_t offset = (uint32_t)(address - index->header->base);
	const struct index_point *point;

	if (address < index->header->base || address > index->header->end)
		return NULL;
	point = last_before(index->points, index->points_count,
			    sizeof(*index->points), offset);
	return point && point->offset == offset ? point : NULL;
}

uint64_t index_address(const struct index *index,
		       const struct index_point *point)
{
	return index->header->base + point->offset;
}
