/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* An index while it is made; see index.h for what becomes of the parts. */
#ifndef KCOV_TOOL_BUILDER_H
#define KCOV_TOOL_BUILDER_H

#include "tool/base/array.h"
#include "tool/index/image.h"
#include "tool/index/strings.h"

/* What a frame covers; `depth` 0 is the symbol table's opinion. */
struct range {
	uint32_t start;
	uint32_t end;
	uint32_t frame;
	uint32_t depth;
};

typedef ARRAY_OF(struct index_frame) frame_array;
typedef ARRAY_OF(struct range) range_array;
typedef ARRAY_OF(struct index_row) row_array;
typedef ARRAY_OF(struct index_span) span_array;
typedef ARRAY_OF(uint64_t) address_array;

struct builder {
	const struct image *image;
	struct strings strings;
	frame_array frames;
	range_array ranges;
	row_array rows;
	span_array spans;
	uint32_t root; /* string */
	bool has_lines;
};

/* The offset of an address, false if it is not in the image's code. */
static inline bool offset_of(const struct image *image, uint64_t address,
			     uint32_t *offset)
{
	*offset = (uint32_t)(address - image->base);
	return address >= image->base && address < image->end;
}

/* dwarf.c: one pass over all units. */
void builder_read_dwarf(struct builder *builder);
/* dwarf_frames.c, dwarf_lines.c: one unit; see there. */
struct unit;
void builder_add_frames(struct builder *builder, struct unit *unit);
void builder_add_lines(struct builder *builder, struct unit *unit);
/* root.c */
void builder_find_root(struct builder *builder);
/* spans.c: sorts, cuts overlaps and adds what only the symbols know. */
void builder_sort_rows(struct builder *builder);
void builder_make_spans(struct builder *builder);

#endif /* KCOV_TOOL_BUILDER_H */
