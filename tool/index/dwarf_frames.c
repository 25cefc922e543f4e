// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The functions of one unit and what is inlined into them, wherever they
 * stand: below types, modules and namespaces, within other functions, and
 * within functions that have no code but as inlined copies. Called by dwarf.c
 * for each unit, on one thread.
 */
#include <dwarf.h>

#include "tool/index/builder.h"
#include "tool/index/unit.h"

/* Whatever nests in whatever: nobody goes deeper, but a damaged file may. */
#define DEEPEST 200

static uint32_t number_attribute(Dwarf_Die *die, unsigned int name)
{
	Dwarf_Attribute attribute;
	Dwarf_Word value;

	if (dwarf_formudata(dwarf_attr(die, name, &attribute), &value))
		return 0;
	return (uint32_t)value;
}

static uint32_t add_frame(struct builder *builder, struct unit *unit,
			  Dwarf_Die *die, uint32_t parent)
{
	struct index_frame frame = {
		.file = NONE,
		.parent = parent,
		.call_file = NONE,
		.start = NONE,
	};

	unit_name_frame(builder, unit, die, &frame);
	if (parent != NONE) {
		frame.call_file =
			line_table_file(builder, unit->files,
					number_attribute(die, DW_AT_call_file));
		frame.call_line = number_attribute(die, DW_AT_call_line);
	}
	array_push(&builder->frames, frame);
	return (uint32_t)builder->frames.count - 1;
}

/*
 * Of a package: what is relative to the code of the unit begins before it, as
 * libdw does not know where that is.
 */
static Dwarf_Addr shift_of(const struct unit *unit, Dwarf_Addr base,
			   Dwarf_Addr start, Dwarf_Addr end)
{
	if (base || !unit->low || (start >= unit->low && end <= unit->high))
		return 0;
	return unit->low;
}

/* The frame made for the die's code, NONE if it has none. */
static uint32_t add_ranges(struct builder *builder, struct unit *unit,
			   Dwarf_Die *die, uint32_t parent, uint32_t depth)
{
	Dwarf_Addr base = 0, start, end, shift;
	uint32_t frame = NONE;
	ptrdiff_t next = 0;

	while ((next = dwarf_ranges(die, next, &base, &start, &end)) > 0) {
		struct range range = { .depth = depth };

		shift = shift_of(unit, base, start, end);
		/* What the linker dropped begins where no code is. */
		if (start >= end ||
		    !offset_of(builder->image, start + shift, &range.start) ||
		    !offset_of(builder->image, end + shift - 1, &range.end))
			continue;
		range.end++;
		if (frame == NONE)
			frame = add_frame(builder, unit, die, parent);
		if (builder->frames.at[frame].start == NONE)
			builder->frames.at[frame].start = range.start;
		range.frame = frame;
		array_push(&builder->ranges, range);
	}
	builder->is_damaged |= next < 0;
	return frame;
}

/* What is around a die: the frame that its code is inlined into, if any. */
struct outside {
	uint32_t frame;
	uint32_t depth;
};

static void add_children(struct builder *builder, struct unit *unit,
			 Dwarf_Die *parent, struct outside outside);

/* The children of something that gives names of its own to what is inside. */
static void add_scope(struct builder *builder, struct unit *unit,
		      Dwarf_Die *die, struct outside outside)
{
	struct scope scope = { unit->scope, NULL };
	Dwarf_Attribute attribute;

	if (!unit->plain) {
		scope.name = dwarf_formstring(
			dwarf_attr_integrate(die, DW_AT_name, &attribute));
		if (!scope.name)
			scope.name = dwarf_tag(die) == DW_TAG_namespace ?
					     "(anonymous namespace)" :
					     "(anonymous)";
		unit->scope = &scope;
	}
	add_children(builder, unit, die, outside);
	unit->scope = scope.outer;
}

static void add_function(struct builder *builder, struct unit *unit,
			 Dwarf_Die *die)
{
	struct outside inside = { NONE, 1 };

	if (!dwarf_haschildren(die) && dwarf_hasattr(die, DW_AT_declaration))
		return;
	unit_note_function(builder, unit, die);
	inside.frame = add_ranges(builder, unit, die, NONE, 1);
	/* Without code it may still be around a function that has some. */
	if (inside.frame != NONE)
		inside.depth = 2;
	add_scope(builder, unit, die, inside);
}

static void add_inlined(struct builder *builder, struct unit *unit,
			Dwarf_Die *die, struct outside outside)
{
	uint32_t frame = NONE;

	/* Into a function that is not there. */
	if (outside.frame != NONE)
		frame = add_ranges(builder, unit, die, outside.frame,
				   outside.depth);
	if (frame != NONE)
		outside = (struct outside){ frame, outside.depth + 1 };
	add_children(builder, unit, die, outside);
}

static void add_children(struct builder *builder, struct unit *unit,
			 Dwarf_Die *parent, struct outside outside)
{
	Dwarf_Die die;
	int status = -1; /* 1: there are no more. */

	if (unit->nesting < DEEPEST)
		status = dwarf_child(parent, &die);
	unit->nesting++;
	for (; !status; status = dwarf_siblingof(&die, &die)) {
		switch (dwarf_tag(&die)) {
		case DW_TAG_subprogram:
			add_function(builder, unit, &die);
			break;
		case DW_TAG_inlined_subroutine:
			add_inlined(builder, unit, &die, outside);
			break;
		case DW_TAG_lexical_block:
		case DW_TAG_try_block:
		case DW_TAG_catch_block:
		case DW_TAG_with_stmt:
			add_children(builder, unit, &die, outside);
			break;
		case DW_TAG_class_type:
		case DW_TAG_structure_type:
		case DW_TAG_union_type:
		case DW_TAG_interface_type:
		case DW_TAG_enumeration_type:
			/* In C they have no functions, but there are many. */
			if (!unit->plain)
				add_scope(builder, unit, &die, outside);
			break;
		case DW_TAG_namespace:
		case DW_TAG_module:
			add_scope(builder, unit, &die, outside);
			break;
		}
	}
	unit->nesting--;
	builder->is_damaged |= status < 0;
}

void builder_add_frames(struct builder *builder, struct unit *unit)
{
	add_children(builder, unit, &unit->die, (struct outside){ NONE, 1 });
}
