/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* One compilation unit while it is read. */
#ifndef KCOV_TOOL_UNIT_H
#define KCOV_TOOL_UNIT_H

#include <elfutils/libdw.h>
#include <stdint.h>

#include "tool/index/lines.h"

struct builder;

/* What a function is in, innermost first; of languages that have such. */
struct scope {
	const struct scope *outer;
	const char *name;
};

struct unit {
	Dwarf_Die die;		  /* the functions are below it */
	struct line_table *files; /* of the numbers it gives to files */
	uint32_t number;	  /* from 1 on, in the order they are read */
	bool plain;		  /* C: a function has one name */
	/* Of a package: where the code is, as libdw knows no base; else 0. */
	Dwarf_Addr low, high;
	unsigned int nesting; /* of what is read right now */
	const struct scope *scope;
};

/* dwarf_names.c: whether a unit's functions have no names but their own. */
bool unit_is_plain(Dwarf_Die *die);
/* The string that names the function, and where it is declared. */
void unit_name_frame(struct builder *builder, struct unit *unit, Dwarf_Die *die,
		     struct index_frame *frame);
/* Keeps what a function is called in its scope, in case nothing else says. */
void unit_note_function(struct builder *builder, const struct unit *unit,
			Dwarf_Die *die);
/* Once all units are read and symbols and ranges are sorted. */
void builder_finish_names(struct builder *builder);
void builder_free_names(struct builder *builder);

#endif /* KCOV_TOOL_UNIT_H */
