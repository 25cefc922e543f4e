// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The head of a line table: how its rows are packed, its folders and files.
 * Called by dwarf.c for each unit, on one thread. Nothing in the file is
 * trusted; strings are those of the file and live as long as its Dwarf.
 */
#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

#include "tool/base/text.h"
#include "tool/index/builder.h"
#include "tool/index/lines.h"
#include "tool/index/section.h"

static struct bytes bytes_of(Elf_Scn *section, bool swapped)
{
	/* Raw, as libdw reads it: after it was unpacked and relocated. */
	Elf_Data *data = elf_rawdata(section, NULL);
	struct bytes bytes = { .swapped = swapped };

	if (data && data->d_buf) {
		bytes.at = data->d_buf;
		bytes.end = bytes.at + data->d_size;
	}
	return bytes;
}

static bool is_other_order(Elf *elf)
{
	const char *id = elf_getident(elf, NULL);
	const uint16_t one = 1;
	bool little = *(const uint8_t *)&one == 1;

	return id && (id[EI_DATA] == ELFDATA2LSB) != little;
}

/* "line" of ".debug_line", ".zdebug_line" and ".debug_line.dwo". */
static bool is_section(const char *name, const char *wanted)
{
	size_t length = strlen(wanted);

	if (!strncmp(name, ".debug_", 7))
		name += 7;
	else if (!strncmp(name, ".zdebug_", 8))
		name += 8;
	else
		return false;
	return !strncmp(name, wanted, length) &&
	       (!name[length] || !strcmp(name + length, ".dwo"));
}

void line_sections_find(struct line_sections *sections, Dwarf *dwarf)
{
	Elf *elf = dwarf_getelf(dwarf);
	bool swapped = elf && is_other_order(elf);
	Elf_Scn *section = NULL;
	GElf_Shdr header;

	*sections = (struct line_sections){ .dwarf = dwarf };
	while ((section = elf_nextscn(elf, section))) {
		const char *name = section_name(elf, section, &header);
		struct bytes *bytes = NULL;

		if (header.sh_type == SHT_NOBITS)
			continue;
		if (is_section(name, "line"))
			bytes = &sections->lines;
		else if (is_section(name, "str"))
			bytes = &sections->strings;
		else if (is_section(name, "line_str"))
			bytes = &sections->line_strings;
		/* libdw unpacks them all, as far as they can be unpacked. */
		if (bytes && header.sh_flags & SHF_COMPRESSED)
			sections->damaged = true;
		else if (bytes)
			*bytes = bytes_of(section, swapped);
	}
}

/* NULL if there is none. */
static const char *string_at(struct bytes section, uint64_t offset)
{
	const char *string = NULL;

	if (bytes_take(&section, offset))
		string = bytes_string(&section);
	return section.bad ? NULL : string;
}

/*
 * What one form of a DWARF 5 entry holds: a string (NULL: of no section) or a
 * number, or neither.
 */
struct value {
	const char *string;
	uint64_t number;
};

static struct value read_form(struct bytes *bytes, uint64_t form, bool wide,
			      const struct line_sections *sections)
{
	struct value value = { "", 0 };
	unsigned int size = wide ? 8 : 4;

	switch (form) {
	case DW_FORM_string:
		value.string = bytes_string(bytes);
		break;
	case DW_FORM_line_strp:
		value.string = string_at(sections->line_strings,
					 bytes_number(bytes, size));
		break;
	case DW_FORM_strp:
		value.string =
			string_at(sections->strings, bytes_number(bytes, size));
		break;
	case DW_FORM_udata:
		value.number = bytes_leb(bytes, false);
		break;
	case DW_FORM_data1:
		value.number = bytes_number(bytes, 1);
		break;
	case DW_FORM_data2:
		value.number = bytes_number(bytes, 2);
		break;
	case DW_FORM_data4:
		value.number = bytes_number(bytes, 4);
		break;
	case DW_FORM_data8:
		value.number = bytes_number(bytes, 8);
		break;
	case DW_FORM_data16:
		bytes_take(bytes, 16);
		break;
	case DW_FORM_block:
		bytes_take(bytes, bytes_leb(bytes, false));
		break;
	default:
		bytes->bad = true;
	}
	return value;
}

/* Folders or files of DWARF 5: what an entry consists of stands first. */
static void read_entries(struct line_table *table, struct bytes *bytes,
			 bool wide, const struct line_sections *sections,
			 bool folders)
{
	unsigned int i, kinds = (unsigned int)bytes_number(bytes, 1);
	struct bytes formats = *bytes;
	uint64_t entry, count;

	for (i = 0; i < 2 * kinds; i++)
		bytes_leb(bytes, false);
	count = bytes_leb(bytes, false);
	/* Entries of no bytes would never end. */
	for (entry = 0; entry < count && kinds && bytes_left(bytes); entry++) {
		struct line_file file = { "", 0 };
		struct bytes format = formats;

		for (i = 0; i < kinds && !bytes->bad; i++) {
			uint64_t kind = bytes_leb(&format, false);
			uint64_t form = bytes_leb(&format, false);
			struct value value =
				read_form(bytes, form, wide, sections);

			if (!value.string)
				table->damaged = true;
			else if (kind == DW_LNCT_path)
				file.name = value.string;
			else if (kind == DW_LNCT_directory_index)
				file.folder = value.number;
		}
		if (bytes->bad)
			return;
		if (folders)
			array_push(&table->folders, file.name);
		else
			array_push(&table->files, file);
	}
}

/* Before DWARF 5 numbers begin at 1; folder 0 is where it was compiled. */
static void read_old_entries(struct line_table *table, struct bytes *bytes)
{
	struct line_file file = { "", 0 };
	const char *name;

	array_push(&table->folders, "");
	array_push(&table->files, file);
	while (*(name = bytes_string(bytes)))
		array_push(&table->folders, name);
	while (*(file.name = bytes_string(bytes))) {
		file.folder = bytes_leb(bytes, false);
		bytes_leb(bytes, false); /* time */
		bytes_leb(bytes, false); /* size */
		array_push(&table->files, file);
	}
}

/*
 * From behind the version to the program; false if it makes no sense. Folders
 * and files before the damage count.
 */
static bool read_head(struct line_table *table, struct bytes *bytes, bool wide,
		      const struct line_sections *sections)
{
	uint64_t head;

	if (table->version >= 5)
		bytes_take(bytes, 2); /* sizes of addresses and selectors */
	head = bytes_number(bytes, wide ? 8 : 4);
	table->program = *bytes;
	bytes_take(&table->program, head);
	bytes->end = table->program.at;
	table->shortest = (uint8_t)bytes_number(bytes, 1);
	table->operations =
		table->version >= 4 ? (uint8_t)bytes_number(bytes, 1) : 1;
	bytes_take(bytes, 1); /* whether lines are statements at first */
	table->line_base = (int8_t)bytes_number(bytes, 1);
	table->line_range = (uint8_t)bytes_number(bytes, 1);
	table->opcode_base = (uint8_t)bytes_number(bytes, 1);
	table->operands = bytes_take(
		bytes, table->opcode_base ? table->opcode_base - 1u : 0);
	if (bytes->bad || table->program.bad || !table->line_range ||
	    !table->operations)
		return false;
	if (table->version >= 5) {
		read_entries(table, bytes, wide, sections, true);
		read_entries(table, bytes, wide, sections, false);
	} else {
		read_old_entries(table, bytes);
	}
	table->damaged |= bytes->bad;
	return true;
}

/* False if there is none at the offset, or if it makes no sense. */
static bool read_table(struct line_table *table, struct bytes bytes,
		       uint64_t offset, const struct line_sections *sections)
{
	uint64_t length;
	bool wide;

	bytes_take(&bytes, offset);
	length = bytes_number(&bytes, 4);
	wide = length == 0xffffffff;
	if (wide)
		length = bytes_number(&bytes, 8);
	if (bytes.bad || length > bytes_left(&bytes))
		return false;
	bytes.end = bytes.at + length;
	table->version = (unsigned int)bytes_number(&bytes, 2);
	return table->version >= 2 && table->version <= 5 &&
	       read_head(table, &bytes, wide, sections);
}

void line_table_read(struct line_table *table,
		     const struct line_sections *sections, uint64_t offset,
		     const char *compiled_in)
{
	*table = (struct line_table){ .compiled_in = compiled_in,
				      .damaged = sections->damaged };
	if (!sections->lines.at) /* There is no such section. */
		return;
	if (!read_table(table, sections->lines, offset, sections)) {
		table->version = 0;
		table->damaged = true;
		return;
	}
	table->names =
		must_alloc(NULL, table->files.count, sizeof(*table->names));
	memset(table->names, 0xff, table->files.count * sizeof(*table->names));
}

void line_table_free(struct line_table *table)
{
	free(table->folders.at);
	free(table->files.at);
	free(table->names);
}

/* Puts what a relative path begins in before it. */
static void add_folder(struct text *path, const char *folder)
{
	if (folder && *folder)
		text_printf(path, "%s/", folder);
}

/*
 * Removes "." and "folder/.." steps, so that a file has one name. What a
 * relative path has of ".." at its start stays: it is another folder.
 */
static void tidy(char *path)
{
	char *from = path, *to = path, *least = path;

	if (*path == '/')
		least = to = from = path + 1;
	while (*from) {
		size_t step = strcspn(from, "/");
		bool up = step == 2 && !strncmp(from, "..", 2);

		if (up && to > least) {
			to--;
			while (to > least && to[-1] != '/')
				to--;
		} else if (up ? *path != '/' :
				step && !(step == 1 && *from == '.')) {
			memmove(to, from, step);
			to += step;
			if (from[step])
				*to++ = '/';
			if (up)
				least = to;
		}
		from += step + !!from[step];
	}
	*to = 0;
}

static uint32_t name_file(struct builder *builder,
			  const struct line_table *table,
			  const struct line_file *file)
{
	const char *folder = file->folder < table->folders.count ?
				     table->folders.at[file->folder] :
				     "";
	const char *base = table->compiled_in;
	struct text path = { 0 };
	uint32_t name;

	/* Of DWARF 5 the first folder is where it was compiled, once more. */
	if (table->version >= 5 && table->folders.count &&
	    *table->folders.at[0])
		base = table->folders.at[0];
	if (folder == base)
		folder = "";
	if (*file->name != '/') {
		if (*folder != '/')
			add_folder(&path, base);
		add_folder(&path, folder);
	}
	text_add(&path, file->name);
	tidy(path.at);
	name = strings_number(&builder->strings, path.at);
	text_free(&path);
	return name;
}

uint32_t line_table_file(struct builder *builder, struct line_table *table,
			 uint64_t file)
{
	if (file >= table->files.count || !*table->files.at[file].name)
		return NONE;
	if (table->names[file] == NONE)
		table->names[file] =
			name_file(builder, table, &table->files.at[file]);
	return table->names[file];
}
