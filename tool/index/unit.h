/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* One compilation unit while it is read. */
#ifndef KCOV_TOOL_UNIT_H
#define KCOV_TOOL_UNIT_H

#include <elfutils/libdw.h>
#include <stdint.h>

struct builder;

struct unit {
	Dwarf_Die die;
	const char *folder; /* DW_AT_comp_dir, NULL if unknown */
	Dwarf_Files *files;
	size_t files_count;
	uint32_t *names;      /* string numbers by file number, NONE: not yet */
	unsigned int nesting; /* of what is read right now */
};

/* The string number of the unit's file of that number, NONE if there is none. */
uint32_t unit_file(struct builder *builder, struct unit *unit, size_t file);

#endif /* KCOV_TOOL_UNIT_H */
