// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What a function is called and where it is declared: its linkage name if it
 * has one, as two classes may have methods of one name. The compiler may have
 * put the declaration elsewhere: into another unit, another file. Called while
 * units are read, by dwarf_frames.c, and once at the end, on one thread.
 */
#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

#include "tool/base/demangle.h"
#include "tool/base/table.h"
#include "tool/index/builder.h"
#include "tool/index/unit.h"

/* Origins of origins; a damaged file may have a circle. */
#define DEEPEST_ORIGIN 16
#define DEEPEST_SCOPE 64

bool unit_is_plain(Dwarf_Die *die)
{
	switch (dwarf_srclang(die)) {
	case DW_LANG_C:
	case DW_LANG_C89:
	case DW_LANG_C99:
	case DW_LANG_C11:
	case 0x2c: /* C17, which the headers of today do not name */
	case DW_LANG_Mips_Assembler:
		return true;
	}
	return false;
}

/* Another unit that a declaration is in, with its files. */
static struct origin *origin_of(struct builder *builder, Dwarf_CU *cu)
{
	struct line_sections sections;
	struct origin origin = { .cu = cu };
	Dwarf_Attribute attribute;
	const char *folder;
	Dwarf_Word offset;
	Dwarf_Die die;
	size_t i;

	for (i = builder->origins.count; i-- > 0;)
		if (builder->origins.at[i].cu == cu)
			return &builder->origins.at[i];
	if (dwarf_cu_die(cu, &die, NULL, NULL, NULL, NULL, NULL, NULL)) {
		origin.plain = unit_is_plain(&die);
		folder = dwarf_formstring(
			dwarf_attr(&die, DW_AT_comp_dir, &attribute));
		if (!dwarf_formudata(dwarf_attr(&die, DW_AT_stmt_list,
						&attribute),
				     &offset)) {
			line_sections_find(&sections, dwarf_cu_getdwarf(cu));
			line_table_read(&origin.files, &sections, offset,
					folder);
			builder->is_damaged |= origin.files.damaged;
		}
	}
	array_push(&builder->origins, origin);
	return &builder->origins.at[builder->origins.count - 1];
}

/* What it is an instance of, in the end; itself if of nothing. */
static Dwarf_Die declaration_of(const Dwarf_Die *die)
{
	Dwarf_Die at = *die, next;
	Dwarf_Attribute attribute;
	int i;

	for (i = 0; i < DEEPEST_ORIGIN; i++) {
		if (!dwarf_attr(&at, DW_AT_abstract_origin, &attribute) &&
		    !dwarf_attr(&at, DW_AT_specification, &attribute))
			break;
		if (!dwarf_formref_die(&attribute, &next))
			break;
		at = next;
	}
	return at;
}

static const char *linkage_name(Dwarf_Die *die)
{
	Dwarf_Attribute attribute;
	const char *name = dwarf_formstring(
		dwarf_attr_integrate(die, DW_AT_linkage_name, &attribute));

	return name ? name :
		      dwarf_formstring(dwarf_attr_integrate(
			      die, DW_AT_MIPS_linkage_name, &attribute));
}

/* Of C++, Rust and others: the linkage name, or one to be found at the end. */
static const char *full_name(struct builder *builder, Dwarf_Die *die,
			     const char *name)
{
	const char *linkage = linkage_name(die);
	struct unnamed unnamed;

	if (linkage && *linkage)
		return linkage;
	unnamed.frame = (uint32_t)builder->frames.count;
	unnamed.declaration = declaration_of(die).addr;
	array_push(&builder->unnamed, unnamed);
	return name;
}

static void set_file(struct builder *builder, struct unit *unit, Dwarf_Die *die,
		     struct index_frame *frame)
{
	struct line_table *files = unit->files;
	Dwarf_Attribute attribute;
	Dwarf_Word value;

	if (dwarf_attr_integrate(die, DW_AT_decl_line, &attribute) &&
	    !dwarf_formudata(&attribute, &value))
		frame->line = (uint32_t)value;
	if (!dwarf_attr_integrate(die, DW_AT_decl_file, &attribute) ||
	    dwarf_formudata(&attribute, &value))
		return;
	if (attribute.cu != unit->die.cu)
		files = &origin_of(builder, attribute.cu)->files;
	frame->file = line_table_file(builder, files, value);
}

void unit_name_frame(struct builder *builder, struct unit *unit, Dwarf_Die *die,
		     struct index_frame *frame)
{
	bool plain = unit->plain;
	Dwarf_Attribute attribute;
	const char *name = dwarf_formstring(
		dwarf_attr_integrate(die, DW_AT_name, &attribute));

	/* With link-time optimisation other languages are in this unit. */
	if (name && attribute.cu != unit->die.cu)
		plain = origin_of(builder, attribute.cu)->plain;
	if (!name)
		name = "?";
	if (!plain)
		name = full_name(builder, die, name);
	frame->name = strings_number(&builder->strings, name);
	set_file(builder, unit, die, frame);
}

/* "outer::inner::name", from the outside in. */
static void add_scopes(struct text *text, const struct scope *scope, int depth)
{
	if (!scope || depth == DEEPEST_SCOPE)
		return;
	add_scopes(text, scope->outer, depth + 1);
	text_printf(text, "%s::", scope->name);
}

void unit_note_function(struct builder *builder, const struct unit *unit,
			Dwarf_Die *die)
{
	Dwarf_Attribute attribute;
	struct scoped scoped = { .declaration = die->addr };
	struct text text = { 0 };
	const char *name;

	if (unit->plain || !unit->scope ||
	    dwarf_hasattr(die, DW_AT_linkage_name) ||
	    dwarf_hasattr(die, DW_AT_MIPS_linkage_name))
		return;
	name = dwarf_formstring(dwarf_attr(die, DW_AT_name, &attribute));
	if (!name)
		return;
	add_scopes(&text, unit->scope, 0);
	text_add(&text, name);
	scoped.name = strings_number(&builder->strings, text.at);
	array_push(&builder->scoped, scoped);
	text_free(&text);
}

static int by_declaration(const void *a, const void *b)
{
	const struct scoped *x = a, *y = b;

	return (x->declaration > y->declaration) -
	       (x->declaration < y->declaration);
}

/* Whether a symbol can be the linkage name of something with this name. */
static bool is_linkage_of(const char *symbol, const char *name)
{
	size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz_0123456789"
				     "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

	if (strncmp(symbol, "_Z", 2) && strncmp(symbol, "_R", 2))
		return false;
	/* Operators have other names there. */
	return name[length] || strstr(symbol, name);
}

/* The symbol at the start of the frame, if it is one of its own. */
static uint32_t symbol_of(const struct builder *builder,
			  const struct index_frame *frame)
{
	const range_array *ranges = &builder->ranges;
	const char *name = builder->strings.text.at + frame->name;
	size_t low = 0, high = ranges->count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (ranges->at[middle].start < frame->start)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < ranges->count && ranges->at[low].start == frame->start &&
	       !ranges->at[low].depth;
	     low++) {
		uint32_t symbol =
			builder->frames.at[ranges->at[low].frame].name;

		if (is_linkage_of(builder->strings.text.at + symbol, name))
			return symbol;
	}
	return NONE;
}

/* All copies of a function have one string: each is looked at once. */
static void demangle_names(struct builder *builder)
{
	struct table known = { 0 };
	struct text name = { 0 };
	size_t i;

	for (i = 0; i < builder->frames.count; i++) {
		struct index_frame *frame = &builder->frames.at[i];
		uint32_t *number = table_value(&known, frame->name);

		if (*number == UINT32_MAX) {
			const char *mangled =
				builder->strings.text.at + frame->name;

			*number = demangle(mangled, &name) ?
					  strings_number(&builder->strings,
							 name.at) :
					  frame->name;
			text_free(&name);
		}
		frame->name = *number;
	}
	table_free(&known);
}

/* All copies of a declaration are called as the one that has a symbol. */
static void note_symbols(struct builder *builder, struct table *symbols)
{
	size_t i;

	for (i = 0; i < builder->unnamed.count; i++) {
		const struct unnamed *unnamed = &builder->unnamed.at[i];
		const struct index_frame *frame =
			&builder->frames.at[unnamed->frame];
		uint32_t symbol = frame->parent == NONE ?
					  symbol_of(builder, frame) :
					  NONE;

		if (symbol != NONE)
			*table_value(symbols, (uintptr_t)unnamed->declaration) =
				symbol;
	}
}

void builder_finish_names(struct builder *builder)
{
	struct table symbols = { 0 };
	size_t i;

	note_symbols(builder, &symbols);
	if (builder->scoped.count)
		qsort(builder->scoped.at, builder->scoped.count,
		      sizeof(*builder->scoped.at), by_declaration);
	for (i = 0; i < builder->unnamed.count; i++) {
		struct index_frame *frame =
			&builder->frames.at[builder->unnamed.at[i].frame];
		struct scoped key = { builder->unnamed.at[i].declaration, 0 };
		const struct scoped *scoped = NULL;
		const uint32_t *symbol =
			table_find(&symbols, (uintptr_t)key.declaration);

		if (!symbol && builder->scoped.count)
			scoped = bsearch(&key, builder->scoped.at,
					 builder->scoped.count,
					 sizeof(*builder->scoped.at),
					 by_declaration);
		if (symbol)
			frame->name = *symbol;
		else if (scoped)
			frame->name = scoped->name;
	}
	table_free(&symbols);
	demangle_names(builder);
}

void builder_free_names(struct builder *builder)
{
	size_t i;

	for (i = 0; i < builder->origins.count; i++)
		line_table_free(&builder->origins.at[i].files);
	free(builder->origins.at);
	free(builder->unnamed.at);
	free(builder->scoped.at);
}
