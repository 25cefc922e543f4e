/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The line tables of DWARF 2 to 5, read here and not by libdw: libdw sorts the
 * rows of a unit by address, and then nobody can tell any more which sequence
 * a row is of. A sequence that the linker dropped has to be dropped whole.
 */
#ifndef KCOV_TOOL_LINES_H
#define KCOV_TOOL_LINES_H

#include <elfutils/libdw.h>

#include "tool/base/array.h"
#include "tool/index/bytes.h"

/* The sections that a line table takes its text from. */
struct line_sections {
	Dwarf *dwarf; /* whose they are; NULL: not looked for yet */
	struct bytes lines;
	struct bytes strings;
	struct bytes line_strings;
	bool damaged; /* one of them could not be unpacked */
};

void line_sections_find(struct line_sections *sections, Dwarf *dwarf);

struct line_file {
	const char *name;
	uint64_t folder; /* number */
};

/* One table: its files, and the program that makes its rows. */
struct line_table {
	struct bytes program;
	unsigned int version; /* 0: there is none */
	bool damaged;	      /* some of it could not be read */
	uint8_t shortest;     /* instruction */
	uint8_t operations;   /* in one instruction, at most */
	int8_t line_base;
	uint8_t line_range;
	uint8_t opcode_base;
	const uint8_t *operands; /* of opcodes from 1 on: how many they have */
	const char *compiled_in; /* the folder, NULL if unknown */
	ARRAY_OF(const char *) folders;
	ARRAY_OF(struct line_file) files;
	uint32_t *names; /* string numbers by file, NONE: not yet */
};

/*
 * An empty table if there is none at the offset, or if it makes no sense; that,
 * and what ends too early, is damage.
 */
void line_table_read(struct line_table *table,
		     const struct line_sections *sections, uint64_t offset,
		     const char *compiled_in);
void line_table_free(struct line_table *table);

struct builder;

/* The string number of the file of that number, NONE if there is none. */
uint32_t line_table_file(struct builder *builder, struct line_table *table,
			 uint64_t file);
/* Appends the rows, in sequences, of the unit with that number. */
void line_table_rows(struct builder *builder, struct line_table *table,
		     uint32_t unit);

#endif /* KCOV_TOOL_LINES_H */
