// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* The line table of one unit. */
#include "tool/index/builder.h"
#include "tool/index/unit.h"

void builder_add_lines(struct builder *builder, struct unit *unit)
{
	Dwarf_Files *files;
	Dwarf_Lines *lines;
	size_t i, file, count;

	if (dwarf_getsrclines(&unit->die, &lines, &count))
		return;
	for (i = 0; i < count; i++) {
		Dwarf_Line *line = dwarf_onesrcline(lines, i);
		struct index_row row = { .file = NONE };
		Dwarf_Addr address = 0;
		int number = 0;
		bool end = true;

		dwarf_lineaddr(line, &address);
		dwarf_lineendsequence(line, &end);
		/* What the linker dropped is left at 0; an end is behind. */
		if (!offset_of(builder->image, address - end, &row.start))
			continue;
		row.start += end;
		if (!end && !dwarf_line_file(line, &files, &file)) {
			dwarf_lineno(line, &number);
			row.file = unit_file(builder, unit, file);
			row.line = (uint32_t)number;
		}
		array_push(&builder->rows, row);
	}
	builder->has_lines |= count > 0;
}
