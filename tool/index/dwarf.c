// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The units of an image, one after the other. What libdw can answer per
 * address takes milliseconds each; reading everything once is what makes a
 * whole kernel take less than a second. Called by build.c, on the main thread.
 */
#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

#include "tool/base/progress.h"
#include "tool/index/builder.h"
#include "tool/index/debug.h"
#include "tool/index/package.h"
#include "tool/index/unit.h"

/* What is kept from one unit to the next. */
struct reading {
	struct builder *builder;
	struct line_sections sections; /* of the image, or its debug file */
	struct package *package;       /* NULL if there is none */
};

static const char *string_attribute(Dwarf_Die *die, unsigned int name)
{
	Dwarf_Attribute attribute;

	return dwarf_formstring(dwarf_attr(die, name, &attribute));
}

/* The functions, which are in another file if the unit is a skeleton. */
static void read_functions(struct reading *reading, struct unit *unit,
			   Dwarf_Die *split)
{
	struct line_sections sections;
	struct line_table files = { 0 };

	if (split) {
		/* The table there is of types, or the same once more. */
		if (!unit->files->version) {
			line_sections_find(&sections,
					   dwarf_cu_getdwarf(split->cu));
			line_table_read(&files, &sections, 0,
					unit->files->compiled_in);
			unit->files = &files;
		}
		if (dwarf_lowpc(&unit->die, &unit->low) ||
		    dwarf_highpc(&unit->die, &unit->high))
			unit->low = 0;
		unit->die = *split;
	}
	unit->plain = unit_is_plain(&unit->die);
	builder_add_frames(reading->builder, unit);
	reading->builder->is_damaged |= files.damaged;
	line_table_free(&files);
}

/* The unit has none, or it is beyond the section, or the section is not there. */
static void no_table(struct line_table *table,
		     const struct line_sections *sections, Dwarf_Die *die)
{
	table->compiled_in = string_attribute(die, DW_AT_comp_dir);
	table->damaged = dwarf_hasattr(die, DW_AT_stmt_list) &&
			 (sections->lines.at || sections->damaged);
}

static void read_unit(struct reading *reading, Dwarf_Die *die, Dwarf_Die *split)
{
	struct builder *builder = reading->builder;
	struct line_table table = { 0 };
	Dwarf_Attribute attribute;
	struct unit unit = { .die = *die, .files = &table };
	Dwarf *dwarf = dwarf_cu_getdwarf(die->cu);
	Dwarf_Word offset;

	array_push(&builder->units, (uint32_t)builder->frames.count);
	unit.number = (uint32_t)builder->units.count;
	if (reading->sections.dwarf != dwarf)
		line_sections_find(&reading->sections, dwarf);
	if (!dwarf_formudata(dwarf_attr(die, DW_AT_stmt_list, &attribute),
			     &offset))
		line_table_read(&table, &reading->sections, offset,
				string_attribute(die, DW_AT_comp_dir));
	else
		no_table(&table, &reading->sections, die);
	line_table_rows(builder, &table, unit.number);
	read_functions(reading, &unit, split);
	builder->is_damaged |= table.damaged;
	line_table_free(&table);
}

/* Headers only: next to nothing against reading the units. */
static size_t count_units(Dwarf *dwarf)
{
	Dwarf_Off offset = 0, next;
	size_t size, count = 0;

	while (!dwarf_nextcu(dwarf, offset, &next, &size, NULL, NULL, NULL)) {
		offset = next;
		count++;
	}
	return count;
}

/* The unit in a .dwo file or in the package that this is the skeleton of. */
static bool find_split(struct reading *reading, const struct debug *debug,
		       Dwarf_Die *skeleton, Dwarf_Die *split)
{
	if (split->addr)
		return true;
	/* Looked for once; of several units some may be in no package. */
	if (!reading->package && !reading->builder->missing)
		reading->package = package_open(debug);
	if (package_unit(reading->package, skeleton, split))
		return true;
	reading->builder->missing++;
	return false;
}

static void read_units(struct builder *builder, const struct debug *debug)
{
	struct reading reading = { .builder = builder };
	struct progress progress;
	Dwarf_Die die, split;
	Dwarf_CU *cu = NULL;
	size_t done = 0;
	uint8_t type;
	int status;

	progress_begin(&progress, "units of debug information",
		       count_units(debug->dwarf));
	while (!(status = dwarf_get_units(debug->dwarf, cu, &cu, NULL, &type,
					  &die, &split))) {
		bool found = type == DW_UT_skeleton &&
			     find_split(&reading, debug, &die, &split);

		if (type != DW_UT_type)
			read_unit(&reading, &die, found ? &split : NULL);
		progress_step(&progress, ++done);
	}
	/* 1: that were all of them. */
	builder->is_damaged |= status < 0;
	progress_end(&progress);
	package_close(reading.package);
}

void builder_read_dwarf(struct builder *builder, const struct debug *debug)
{
	if (debug->dwarf)
		read_units(builder, debug);
	builder_make_spans(builder);
	builder_finish_names(builder);
	builder_join_sequences(builder);
	builder_place_undeclared(builder);
	builder_find_root(builder);
	builder_free_names(builder);
}
