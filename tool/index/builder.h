/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* An index while it is made; see index.h for what becomes of the parts. */
#ifndef KCOV_TOOL_BUILDER_H
#define KCOV_TOOL_BUILDER_H

#include "tool/base/array.h"
#include "tool/index/image.h"
#include "tool/index/lines.h"
#include "tool/index/strings.h"

/* What a frame covers; `depth` 0 is the symbol table's opinion. */
struct range {
	uint32_t start;
	uint32_t end;
	uint32_t frame;
	uint32_t depth;
};

/* Rows that follow each other, as one run of a line program gives them. */
struct sequence {
	uint64_t distance; /* sequences.c: from the function that is there */
	uint32_t start;
	uint32_t end;
	uint32_t unit;
	size_t first; /* row */
	size_t count;
};

/* A frame whose declaration has no linkage name, though it could have one. */
struct unnamed {
	uint32_t frame;
	const void *declaration; /* where the die is */
};

/* What such a declaration is called with everything that it is in. */
struct scoped {
	const void *declaration;
	uint32_t name; /* string */
};

/* A unit that functions of other units are declared in. */
struct origin {
	Dwarf_CU *cu;
	struct line_table files;
	bool plain;
};

typedef ARRAY_OF(struct index_frame) frame_array;
typedef ARRAY_OF(struct range) range_array;
typedef ARRAY_OF(struct index_row) row_array;
typedef ARRAY_OF(struct sequence) sequence_array;
typedef ARRAY_OF(struct index_span) span_array;
typedef ARRAY_OF(uint64_t) address_array;

struct builder {
	const struct image *image;
	struct strings strings;
	frame_array frames;
	range_array ranges;
	row_array rows;
	sequence_array sequences;
	span_array spans;
	ARRAY_OF(uint32_t) units; /* the first frame of each */
	ARRAY_OF(struct unnamed) unnamed;
	ARRAY_OF(struct scoped) scoped;
	ARRAY_OF(struct origin) origins;
	uint32_t root;	  /* string */
	uint32_t missing; /* units whose split part is not there */
	bool has_lines;
	bool is_damaged; /* some of the debug information cannot be read */
};

/* The offset of an address, false if it is not in the image's code. */
static inline bool offset_of(const struct image *image, uint64_t address,
			     uint32_t *offset)
{
	*offset = (uint32_t)(address - image->base);
	return address >= image->base && address < image->end;
}

/* dwarf.c: one pass over all units. */
struct debug;
void builder_read_dwarf(struct builder *builder, const struct debug *debug);
/* dwarf_frames.c: one unit. */
struct unit;
void builder_add_frames(struct builder *builder, struct unit *unit);
/* root.c */
void builder_find_root(struct builder *builder);
/* spans.c: sorts, cuts overlaps and adds what only the symbols know. */
void builder_make_spans(struct builder *builder);
/* sequences.c: the rows in order; after the spans. */
void builder_join_sequences(struct builder *builder);
/* undeclared.c: lines of functions that have none; after the rows. */
void builder_place_undeclared(struct builder *builder);

#endif /* KCOV_TOOL_BUILDER_H */
