// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* The functions of one unit and what is inlined into them. */
#include <dwarf.h>

#include "tool/index/builder.h"
#include "tool/index/unit.h"

/* Whatever nests in whatever: nobody goes deeper, but a damaged file may. */
#define DEEPEST 200

static uint32_t number_attribute(Dwarf_Die *die, unsigned int name,
				 bool integrate)
{
	Dwarf_Attribute attribute;
	Dwarf_Word value;

	if (!(integrate ? dwarf_attr_integrate(die, name, &attribute) :
			  dwarf_attr(die, name, &attribute)) ||
	    dwarf_formudata(&attribute, &value))
		return 0;
	return (uint32_t)value;
}

static const char *name_of(Dwarf_Die *die)
{
	Dwarf_Attribute attribute;
	const char *name = dwarf_formstring(
		dwarf_attr_integrate(die, DW_AT_name, &attribute));

	return name ? name : "?";
}

static uint32_t declared_in(struct builder *builder, struct unit *unit,
			    Dwarf_Die *die)
{
	Dwarf_Attribute attribute;
	Dwarf_Word file;

	if (!dwarf_attr_integrate(die, DW_AT_decl_file, &attribute) ||
	    dwarf_formudata(&attribute, &file))
		return NONE;
	/* With link-time optimisation the origin has another file table. */
	if (attribute.cu != unit->die.cu)
		return NONE;
	return unit_file(builder, unit, file);
}

static uint32_t add_frame(struct builder *builder, struct unit *unit,
			  Dwarf_Die *die, uint32_t parent)
{
	struct index_frame frame = {
		.name = strings_number(&builder->strings, name_of(die)),
		.file = declared_in(builder, unit, die),
		.line = number_attribute(die, DW_AT_decl_line, true),
		.parent = parent,
		.call_file = NONE,
		.start = NONE,
	};

	if (parent != NONE) {
		frame.call_file = unit_file(
			builder, unit,
			number_attribute(die, DW_AT_call_file, false));
		frame.call_line = number_attribute(die, DW_AT_call_line, false);
	}
	array_push(&builder->frames, frame);
	return (uint32_t)builder->frames.count - 1;
}

/* The frame made for the die's code, NONE if it has none. */
static uint32_t add_ranges(struct builder *builder, struct unit *unit,
			   Dwarf_Die *die, uint32_t parent, uint32_t depth)
{
	Dwarf_Addr base, start, end;
	uint32_t frame = NONE;
	ptrdiff_t next = 0;

	while ((next = dwarf_ranges(die, next, &base, &start, &end)) > 0) {
		struct range range = { .depth = depth };

		if (start >= end ||
		    !offset_of(builder->image, start, &range.start) ||
		    !offset_of(builder->image, end - 1, &range.end))
			continue;
		range.end++;
		if (frame == NONE)
			frame = add_frame(builder, unit, die, parent);
		if (builder->frames.at[frame].start == NONE)
			builder->frames.at[frame].start = range.start;
		range.frame = frame;
		array_push(&builder->ranges, range);
	}
	return frame;
}

static void add_children(struct builder *builder, struct unit *unit,
			 Dwarf_Die *parent, uint32_t outer, uint32_t depth)
{
	Dwarf_Die die;
	uint32_t frame;

	if (unit->nesting == DEEPEST || dwarf_child(parent, &die))
		return;
	unit->nesting++;
	do {
		switch (dwarf_tag(&die)) {
		case DW_TAG_subprogram:
			frame = add_ranges(builder, unit, &die, NONE, 1);
			if (frame != NONE)
				add_children(builder, unit, &die, frame, 2);
			break;
		case DW_TAG_inlined_subroutine:
			frame = add_ranges(builder, unit, &die, outer, depth);
			if (frame != NONE)
				add_children(builder, unit, &die, frame,
					     depth + 1);
			break;
		case DW_TAG_lexical_block:
		case DW_TAG_namespace:
			add_children(builder, unit, &die, outer, depth);
			break;
		}
	} while (!dwarf_siblingof(&die, &die));
	unit->nesting--;
}

void builder_add_frames(struct builder *builder, struct unit *unit)
{
	add_children(builder, unit, &unit->die, NONE, 1);
}
