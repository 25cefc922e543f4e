// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The units of an image, one after the other. What libdw can answer per
 * address takes milliseconds each; reading everything once is what makes a
 * whole kernel take less than a second.
 */
#include <dwarf.h>
#include <elfutils/libdwfl.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "tool/base/progress.h"
#include "tool/index/builder.h"
#include "tool/index/module.h"
#include "tool/index/unit.h"

/* Removes "." and "folder/.." steps, so that a file has one name. */
static void tidy(char *path)
{
	char *from = path, *to = path;
	bool absolute = *path == '/';

	while (*from) {
		size_t step = strcspn(from, "/");
		bool up = step == 2 && !strncmp(from, "..", 2);

		if (up && to > path + absolute) {
			to--;
			while (to > path && to[-1] != '/')
				to--;
		} else if (step && !(step == 1 && *from == '.') && !up) {
			memmove(to, from, step);
			to += step;
			if (from[step])
				*to++ = '/';
		} else if (!step && from == path && absolute) {
			*to++ = '/';
		}
		from += step + !!from[step];
	}
	*to = 0;
}

uint32_t unit_file(struct builder *builder, struct unit *unit, size_t file)
{
	struct text path = { 0 };
	const char *name;

	if (file >= unit->files_count)
		return NONE;
	if (unit->names[file] != NONE)
		return unit->names[file];
	name = dwarf_filesrc(unit->files, file, NULL, NULL);
	if (!name)
		return NONE;
	if (*name != '/' && unit->folder)
		text_printf(&path, "%s/", unit->folder);
	text_add(&path, name);
	tidy(path.at);
	unit->names[file] = strings_number(&builder->strings, path.at);
	text_free(&path);
	return unit->names[file];
}

static const char *string_attribute(Dwarf_Die *die, unsigned int name)
{
	Dwarf_Attribute attribute;

	return dwarf_formstring(dwarf_attr(die, name, &attribute));
}

static void read_unit(struct builder *builder, struct unit *unit)
{
	unit->folder = string_attribute(&unit->die, DW_AT_comp_dir);
	unit->files = NULL;
	unit->files_count = 0;
	unit->nesting = 0;
	dwarf_getsrcfiles(&unit->die, &unit->files, &unit->files_count);
	unit->names = must_alloc(NULL, unit->files_count, sizeof(uint32_t));
	memset(unit->names, 0xff, unit->files_count * sizeof(uint32_t));
	builder_add_lines(builder, unit);
	builder_add_frames(builder, unit);
	free(unit->names);
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

static void read_units(struct builder *builder, Dwarf *dwarf)
{
	struct progress progress;
	Dwarf_CU *cu = NULL;
	struct unit unit;
	size_t done = 0;
	uint8_t type;

	progress_begin(&progress, "units of debug information",
		       count_units(dwarf));
	while (!dwarf_get_units(dwarf, cu, &cu, NULL, &type, &unit.die, NULL)) {
		if (type != DW_UT_type)
			read_unit(builder, &unit);
		progress_step(&progress, ++done);
	}
	progress_end(&progress);
}

/* The file of a module, once more: libdwfl changes what it relocates. */
static int find_module(Dwfl_Module *module, void **user, const char *name,
		       Dwarf_Addr base, char **file_name, Elf **elf)
{
	const struct image *image = *user;

	(void)module, (void)name, (void)base, (void)elf;
	*file_name = strdup(image->path);
	return open(image->path, O_RDONLY | O_CLOEXEC);
}

static int place_section(Dwfl_Module *module, void **user, const char *name,
			 Dwarf_Addr base, const char *section, GElf_Word number,
			 const GElf_Shdr *header, Dwarf_Addr *address)
{
	(void)module, (void)name, (void)base, (void)section, (void)header;
	if (!module_section(*user, number, address))
		*address = (Dwarf_Addr)-1;
	return DWARF_CB_OK;
}

static Dwfl_Module *report_module(Dwfl *dwfl, const struct image *image)
{
	Dwfl_Module *module =
		dwfl_report_module(dwfl, image->path, 0, image->end);
	void **user;

	if (module && !dwfl_module_info(module, &user, NULL, NULL, NULL, NULL,
					NULL, NULL))
		return NULL;
	if (module)
		*user = (void *)image;
	return module;
}

/*
 * libdwfl looks for separate debug files too: by build id below
 * /usr/lib/debug, by debug link, and from DEBUGINFOD_URLS.
 */
void builder_read_dwarf(struct builder *builder)
{
	static const Dwfl_Callbacks callbacks = {
		.find_elf = dwfl_build_id_find_elf,
		.find_debuginfo = dwfl_standard_find_debuginfo,
		.section_address = dwfl_offline_section_address,
	};
	static const Dwfl_Callbacks module_callbacks = {
		.find_elf = find_module,
		.find_debuginfo = dwfl_standard_find_debuginfo,
		.section_address = place_section,
	};
	const struct image *image = builder->image;
	Dwfl *dwfl = dwfl_begin(image->module ? &module_callbacks : &callbacks);
	Dwfl_Module *module;
	Dwarf_Addr bias;
	Dwarf *dwarf;

	dwfl_report_begin(dwfl);
	/* At its own addresses: what is read is not shifted. */
	module = image->module ? report_module(dwfl, image) :
				 dwfl_report_elf(dwfl, image->path, image->path,
						 -1, 0, true);
	dwfl_report_end(dwfl, NULL, NULL);
	dwarf = module ? dwfl_module_getdwarf(module, &bias) : NULL;
	if (dwarf)
		read_units(builder, dwarf);
	dwfl_end(dwfl);
	builder_sort_rows(builder);
	builder_find_root(builder);
	builder_make_spans(builder);
}
