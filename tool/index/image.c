// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The outside of an ELF file. Called by build.c and find.c, and by whoever asks
 * for a build id; main thread. The file is not trusted.
 */
#include <elfutils/libdwelf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tool/base/fail.h"
#include "tool/index/image.h"
#include "tool/index/machine.h"
#include "tool/index/module.h"
#include "tool/index/unpack.h"

void build_id_text(const uint8_t *id, uint32_t bytes, char *text)
{
	uint32_t i;

	*text = 0;
	for (i = 0; i < bytes && i < BUILD_ID_BYTES; i++)
		snprintf(text + 2 * i, 3, "%02x", id[i]);
}

static void find_bounds(struct image *image)
{
	Elf_Scn *section = NULL;
	GElf_Shdr header;

	image->base = UINT64_MAX;
	image->has_code = true;
	while ((section = elf_nextscn(image->elf, section))) {
		if (!gelf_getshdr(section, &header) ||
		    !(header.sh_flags & SHF_EXECINSTR) ||
		    !(header.sh_flags & SHF_ALLOC) || !header.sh_size)
			continue;
		if (header.sh_type == SHT_NOBITS)
			image->has_code = false;
		if (header.sh_addr < image->base)
			image->base = header.sh_addr;
		if (header.sh_addr + header.sh_size > image->end)
			image->end = header.sh_addr + header.sh_size;
	}
}

static void find_load(struct image *image)
{
	GElf_Phdr header;
	size_t i, count;

	image->load = image->base;
	if (elf_getphdrnum(image->elf, &count))
		return;
	for (i = 0; i < count; i++)
		if (gelf_getphdr(image->elf, (int)i, &header) &&
		    header.p_type == PT_LOAD && header.p_vaddr < image->load)
			image->load = header.p_vaddr;
}

static void find_build_id(struct image *image)
{
	const void *id;
	ssize_t bytes = dwelf_elf_gnu_build_id(image->elf, &id);

	if (bytes <= 0)
		return;
	if (bytes > BUILD_ID_BYTES)
		bytes = BUILD_ID_BYTES;
	memcpy(image->build_id, id, (size_t)bytes);
	image->build_id_bytes = (uint32_t)bytes;
}

/* The file, or what was compressed in it, for libelf; false after saying why. */
static bool open_file(struct image *image)
{
	image->symbols_fd = -1;
	image->fd = open(image->path, O_RDONLY | O_CLOEXEC);
	if (image->fd < 0 || fstat(image->fd, &image->file)) {
		error("cannot open %s: %s", image->path, strerror(errno));
		return false;
	}
	if (!unpack_file(&image->fd, image->path))
		return false;
	image->packed = !unpack_sections(&image->fd);
	/* Private: the code of modules is changed. */
	image->elf = elf_begin(image->fd, ELF_C_READ_MMAP_PRIVATE, NULL);
	return true;
}

bool image_open(struct image *image, const char *path)
{
	GElf_Ehdr header;

	memset(image, 0, sizeof(*image));
	image->path = path;
	elf_version(EV_CURRENT);
	if (!open_file(image)) {
		image_close(image);
		return false;
	}
	if (!image->elf || elf_kind(image->elf) != ELF_K_ELF ||
	    !gelf_getehdr(image->elf, &header)) {
		error("%s is no ELF file: name a vmlinux, a program or a "
		      "library",
		      path);
		image_close(image);
		return false;
	}
	image->machine = header.e_machine;
	image->flags = header.e_flags;
	image->word = header.e_ident[EI_CLASS] == ELFCLASS32 ? 4 : 8;
	image->big = header.e_ident[EI_DATA] == ELFDATA2MSB;
	/* There the call is followed by what is executed before it is made. */
	image->back = image->machine == EM_MIPS ?
			      (uint32_t)machine_call_length(EM_MIPS) :
			      1;
	image->module = header.e_type == ET_REL;
	if (image->module)
		module_lay_out(image);
	else
		find_bounds(image);
	if (image->base >= image->end ||
	    image->end - image->base >= UINT32_MAX) {
		error("%s contains no code that could be indexed: name a "
		      "linked image",
		      path);
		image_close(image);
		return false;
	}
	find_load(image);
	find_build_id(image);
	return true;
}

void image_close(struct image *image)
{
	elf_end(image->symbols);
	elf_end(image->elf);
	if (image->symbols_fd >= 0)
		close(image->symbols_fd);
	if (image->fd >= 0)
		close(image->fd);
}

static Elf_Scn *section_of_type(Elf *elf, uint32_t type, GElf_Shdr *header)
{
	Elf_Scn *section = NULL;

	while (elf && (section = elf_nextscn(elf, section)))
		if (gelf_getshdr(section, header) && header->sh_type == type)
			return section;
	return NULL;
}

void image_add_symbols(struct image *image, int fd)
{
	/* A descriptor of its own: libelf reads through it until the end. */
	if (image->symbols_fd < 0)
		image->symbols_fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	if (!image->symbols && image->symbols_fd >= 0)
		image->symbols = elf_begin(image->symbols_fd,
					   ELF_C_READ_MMAP_PRIVATE, NULL);
}

bool image_has_symbols(const struct image *image)
{
	GElf_Shdr header;

	return section_of_type(image->elf, SHT_SYMTAB, &header) ||
	       section_of_type(image->symbols, SHT_SYMTAB, &header);
}

struct visit {
	void (*visit)(const char *name, const GElf_Sym *symbol, void *data);
	void *data;
};

static void each_symbol(const struct image *image, Elf *elf, uint32_t type,
			struct visit visit)
{
	GElf_Shdr header;
	Elf_Scn *section = section_of_type(elf, type, &header);
	Elf_Data *symbols = section ? elf_getdata(section, NULL) : NULL;
	GElf_Sym symbol;
	int i, count;

	if (!symbols || !header.sh_entsize)
		return;
	count = (int)(header.sh_size / header.sh_entsize);
	for (i = 0; i < count; i++) {
		const char *name;

		if (!gelf_getsym(symbols, i, &symbol))
			continue;
		if (image->module && !module_place_symbol(image, &symbol))
			continue;
		/* Those of functions say by a bit how to execute them. */
		if (GELF_ST_TYPE(symbol.st_info) == STT_FUNC)
			symbol.st_value = machine_address(
				(uint32_t)image->machine, symbol.st_value);
		name = elf_strptr(elf, header.sh_link, symbol.st_name);
		if (name)
			visit.visit(name, &symbol, visit.data);
	}
}

void image_each_symbol(const struct image *image,
		       void (*visit)(const char *name, const GElf_Sym *symbol,
				     void *data),
		       void *data)
{
	struct visit each = { visit, data };

	each_symbol(image, image->elf, SHT_DYNSYM, each);
	each_symbol(image, image->elf, SHT_SYMTAB, each);
	if (image->symbols)
		each_symbol(image, image->symbols, SHT_SYMTAB, each);
}
