// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The file into which dwz -m moved what several files have in common. libdw
 * finds it by its name, whatever it is the file of by now; and where it is
 * strings alone, libdw takes it for a file without debug information. So its
 * build id is compared here, and a copy gets a section more, which nobody asks
 * for. Called by debug.c. The file is not trusted.
 */
#include <elf.h>
#include <elfutils/libdwelf.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tool/index/dwz.h"

static const char wanted[] = ".debug_line";

/* NULL if its sections do not lie within it, or it is no file as of here. */
static Elf64_Shdr *sections_of(const struct text *file)
{
	const Elf64_Ehdr *header = (void *)file->at;
	const Elf64_Shdr *names;

	if (file->length < sizeof(*header) ||
	    memcmp(header->e_ident, ELFMAG, SELFMAG) ||
	    header->e_ident[EI_CLASS] != ELFCLASS64 ||
	    header->e_ident[EI_DATA] != ELFDATA2LSB ||
	    header->e_shoff % _Alignof(Elf64_Shdr) ||
	    header->e_shoff > file->length ||
	    (file->length - header->e_shoff) / sizeof(*names) <
		    header->e_shnum ||
	    header->e_shstrndx >= header->e_shnum)
		return NULL;
	names = (Elf64_Shdr *)(file->at + header->e_shoff) + header->e_shstrndx;
	return names->sh_offset <= file->length &&
			       names->sh_size <=
				       file->length - names->sh_offset ?
		       (Elf64_Shdr *)(file->at + header->e_shoff) :
		       NULL;
}

/* The note, which was looked at before, is called so from now on. */
static bool add_section(struct text *file)
{
	Elf64_Shdr *sections = sections_of(file);
	struct text names = { 0 };
	size_t i, old, names_at, at = file->length;

	if (!sections)
		return false;
	i = ((Elf64_Ehdr *)(void *)file->at)->e_shstrndx;
	old = sections[i].sh_size;
	names_at = i;
	text_add_bytes(&names, file->at + sections[i].sh_offset, old);
	text_add_bytes(&names, wanted, sizeof(wanted));
	text_add_bytes(file, names.at, names.length);
	text_free(&names);
	sections = (Elf64_Shdr *)(file->at +
				  ((Elf64_Ehdr *)(void *)file->at)->e_shoff);
	sections[names_at].sh_offset = at;
	sections[names_at].sh_size = old + sizeof(wanted);
	for (i = 0; i < ((Elf64_Ehdr *)(void *)file->at)->e_shnum; i++)
		if (sections[i].sh_type == SHT_NOTE) {
			sections[i].sh_name = (Elf64_Word)old;
			sections[i].sh_type = SHT_PROGBITS;
			return true;
		}
	return false;
}

static bool has_id(Elf *elf, const void *id, size_t bytes)
{
	const void *found;
	ssize_t count = dwelf_elf_gnu_build_id(elf, &found);

	return count > 0 && (size_t)count == bytes && !memcmp(found, id, bytes);
}

/* Relative to the file with the link, as libdw has it. */
static int open_linked(const char *path, const char *link)
{
	const char *slash = strrchr(path, '/');
	struct text place = { 0 };
	int fd;

	if (*link != '/' && slash)
		text_add_bytes(&place, path, (size_t)(slash + 1 - path));
	text_add(&place, link);
	fd = open(place.at, O_RDONLY | O_CLOEXEC);
	text_free(&place);
	return fd;
}

bool common_open(struct common *common, Dwarf *dwarf, const char *path)
{
	const char *link;
	const void *id;
	ssize_t bytes = dwelf_dwarf_gnu_debugaltlink(dwarf, &link, &id);
	Dwarf *found = bytes > 0 ? dwarf_getalt(dwarf) : NULL;
	bool good;
	int fd;

	if (bytes <= 0 ||
	    (found && has_id(dwarf_getelf(found), id, (size_t)bytes)))
		return true;
	dwarf_setalt(dwarf, NULL);
	fd = open_linked(path, link);
	good = fd >= 0 && text_read(&common->file, fd);

	if (fd >= 0)
		close(fd);
	common->elf = good ? elf_memory(common->file.at, common->file.length) :
			     NULL;
	good = common->elf && has_id(common->elf, id, (size_t)bytes);
	elf_end(common->elf);
	common->elf = NULL;
	if (good && add_section(&common->file))
		common->elf = elf_memory(common->file.at, common->file.length);
	common->dwarf =
		common->elf ? dwarf_begin_elf(common->elf, DWARF_C_READ, NULL) :
			      NULL;
	if (common->dwarf)
		dwarf_setalt(dwarf, common->dwarf);
	return common->dwarf;
}

void common_close(struct common *common)
{
	dwarf_end(common->dwarf);
	elf_end(common->elf);
	text_free(&common->file);
}
