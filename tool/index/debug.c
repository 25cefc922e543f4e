// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The debug information of an image, by libdwfl. Called by build.c, on the main
 * thread. Addresses are those of the image: nothing is shifted.
 */
#include <elfutils/libdwelf.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tool/base/fail.h"
#include "tool/index/debug.h"
#include "tool/index/module.h"
#include "tool/index/section.h"
#include "tool/index/unpack.h"

/* libdwfl closes what it is given. */
static int copy_of(int fd)
{
	return fcntl(fd, F_DUPFD_CLOEXEC, 0);
}

/* For a module once more, from the start: libdwfl changes what it relocates. */
static int find_image(Dwfl_Module *module, void **user, const char *name,
		      Dwarf_Addr base, char **file_name, Elf **elf)
{
	const struct debug *debug = *user;
	char path[64];

	(void)module, (void)name, (void)base, (void)elf;
	*file_name = must_copy(debug->image->path);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", debug->image->fd);
	return open(path, O_RDONLY | O_CLOEXEC);
}

static int place_section(Dwfl_Module *module, void **user, const char *name,
			 Dwarf_Addr base, const char *section, GElf_Word number,
			 const GElf_Shdr *header, Dwarf_Addr *address)
{
	const struct debug *debug = *user;

	(void)module, (void)name, (void)base, (void)section, (void)header;
	if (!module_section(debug->image, number, address))
		*address = (Dwarf_Addr)-1;
	return DWARF_CB_OK;
}

static int find_debug(Dwfl_Module *module, void **user, const char *name,
		      Dwarf_Addr base, const char *file_name, const char *link,
		      GElf_Word sum, char **found)
{
	struct debug *debug = *user;
	/* What dwz moved is asked for like this, and is not the debug file. */
	bool common = link && !sum, first = debug->fd < 0 && !common;
	int fd = -1;

	if (first && debug->named) {
		fd = open(debug->named, O_RDONLY | O_CLOEXEC);
		if (fd >= 0)
			*found = must_copy(debug->named);
	}
	if (fd < 0)
		fd = dwfl_standard_find_debuginfo(module, user, name, base,
						  file_name, link, sum, found);
	if (fd < 0 || !unpack_file(&fd, *found ? *found : file_name))
		return -1;
	if (!unpack_sections(&fd))
		debug->lacks |= IS_PACKED;
	if (first)
		debug->fd = copy_of(fd);
	if (first && *found) {
		free(debug->path);
		debug->path = must_copy(*found);
	}
	return fd;
}

static Dwfl_Module *report(struct debug *debug)
{
	const struct image *image = debug->image;
	Dwfl_Module *module;
	void **user;

	dwfl_report_begin(debug->dwfl);
	if (image->module)
		module = dwfl_report_module(debug->dwfl, image->path, 0,
					    image->end);
	else
		module = dwfl_report_elf(debug->dwfl, image->path, image->path,
					 copy_of(image->fd), 0, true);
	if (module &&
	    dwfl_module_info(module, &user, NULL, NULL, NULL, NULL, NULL, NULL))
		*user = debug;
	else
		module = NULL;
	dwfl_report_end(debug->dwfl, NULL, NULL);
	return module;
}

void debug_open(struct debug *debug, const struct image *image,
		const char *named)
{
	static const Dwfl_Callbacks callbacks = {
		.find_elf = dwfl_build_id_find_elf,
		.find_debuginfo = find_debug,
		.section_address = dwfl_offline_section_address,
	};
	static const Dwfl_Callbacks module_callbacks = {
		.find_elf = find_image,
		.find_debuginfo = find_debug,
		.section_address = place_section,
	};
	Dwfl_Module *module;
	Dwarf_Addr bias;

	*debug = (struct debug){ .image = image,
				 .named = named,
				 .path = must_copy(image->path),
				 .fd = -1,
				 .lacks = image->packed ? IS_PACKED : 0 };
	debug->dwfl =
		dwfl_begin(image->module ? &module_callbacks : &callbacks);
	module = report(debug);
	debug->dwarf = module ? dwfl_module_getdwarf(module, &bias) : NULL;
	if (debug->dwarf &&
	    !common_open(&debug->common, debug->dwarf, debug->path))
		debug->lacks |= LACKS_COMMON;
}

/* Symbols of functions that the linker kept in a section, packed by xz. */
static void add_section(struct image *image)
{
	unsigned long long written = 0;
	GElf_Shdr header;
	Elf_Scn *section = section_named(image->elf, ".gnu_debugdata", &header);
	Elf_Data *data = elf_rawdata(section, NULL);
	int from, to;

	if (!data || !data->d_buf)
		return;
	from = memfd_create("packed", MFD_CLOEXEC);
	to = memfd_create("unpacked", MFD_CLOEXEC);
	if (from >= 0 && to >= 0 &&
	    !unpack_write(from, &written, data->d_buf, data->d_size) &&
	    !unpack_xz(from, to))
		image_add_symbols(image, to);
	if (from >= 0)
		close(from);
	if (to >= 0)
		close(to);
}

void debug_add_symbols(const struct debug *debug, struct image *image)
{
	if (image_has_symbols(image))
		return;
	if (debug->fd >= 0)
		image_add_symbols(image, debug->fd);
	if (!image_has_symbols(image) && !image->symbols)
		add_section(image);
}

void debug_close(struct debug *debug)
{
	dwfl_end(debug->dwfl);
	common_close(&debug->common);
	free(debug->path);
	if (debug->fd >= 0)
		close(debug->fd);
}
