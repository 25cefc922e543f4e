// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Where the code of a module is, and what its relocations would make of the
 * calls of the callback. Called by image.c for each relocatable file.
 */
#include <string.h>

#include "tool/index/module.h"
#include "tool/index/sites.h"

static bool is_code(const GElf_Shdr *header)
{
	return header->sh_flags & SHF_EXECINSTR &&
	       header->sh_flags & SHF_ALLOC && header->sh_size;
}

/* Gives sections their addresses behind `end`; those of the start, or not. */
static uint64_t place_sections(const struct image *image, size_t names,
			       bool start, uint64_t end)
{
	Elf_Scn *section = NULL;
	GElf_Shdr header;

	while ((section = elf_nextscn(image->elf, section))) {
		uint64_t align;
		const char *name;

		if (!gelf_getshdr(section, &header) || !is_code(&header))
			continue;
		name = elf_strptr(image->elf, names, header.sh_name);
		if (!name || !strncmp(name, ".init", 5) != start)
			continue;
		align = header.sh_addralign ? header.sh_addralign : 1;
		header.sh_addr = (end + align - 1) / align * align;
		end = header.sh_addr + header.sh_size;
		gelf_update_shdr(section, &header);
	}
	return end;
}

bool module_section(const struct image *image, size_t section,
		    uint64_t *address)
{
	Elf_Scn *at = elf_getscn(image->elf, section);
	GElf_Shdr header;

	if (!at || !gelf_getshdr(at, &header) || !is_code(&header))
		return false;
	*address = header.sh_addr;
	return true;
}

bool module_place_symbol(const struct image *image, GElf_Sym *symbol)
{
	uint64_t address;

	if (symbol->st_shndx >= SHN_LORESERVE ||
	    !module_section(image, symbol->st_shndx, &address))
		return false;
	symbol->st_value += address;
	return true;
}

/* Lets the instruction name the callback, as the kernel's linker would. */
static void relocate(const struct image *image, Elf_Data *code,
		     uint64_t address, const GElf_Rela *relocation)
{
	uint64_t at = relocation->r_offset;
	uint64_t value = image->callback + (uint64_t)relocation->r_addend;
	uint32_t distance = (uint32_t)(value - (address + at));
	size_t bytes;

	switch (GELF_R_TYPE(relocation->r_info)) {
	case R_X86_64_64:
		bytes = 8;
		break;
	case R_X86_64_PLT32:
	case R_X86_64_PC32:
		bytes = 4;
		break;
	default:
		return;
	}
	if (at > code->d_size || code->d_size - at < bytes)
		return;
	memcpy((char *)code->d_buf + at,
	       bytes == 8 ? (const void *)&value : &distance, bytes);
}

static void relocate_section(const struct image *image, Elf_Scn *section,
			     const GElf_Shdr *header)
{
	Elf_Scn *target = elf_getscn(image->elf, header->sh_info);
	Elf_Scn *symbols = elf_getscn(image->elf, header->sh_link);
	Elf_Data *relocations = elf_getdata(section, NULL);
	Elf_Data *names = symbols ? elf_getdata(symbols, NULL) : NULL;
	Elf_Data *code = target ? elf_getdata(target, NULL) : NULL;
	GElf_Shdr table;
	uint64_t address;
	GElf_Rela relocation;
	int i;

	if (!relocations || !names || !code || !code->d_buf ||
	    !gelf_getshdr(symbols, &table) ||
	    !module_section(image, header->sh_info, &address))
		return;
	for (i = 0; gelf_getrela(relocations, i, &relocation); i++) {
		GElf_Sym symbol;
		const char *name;

		if (!gelf_getsym(names, (int)GELF_R_SYM(relocation.r_info),
				 &symbol))
			continue;
		name = elf_strptr(image->elf, table.sh_link, symbol.st_name);
		if (name && !strcmp(name, CALLBACK_NAME))
			relocate(image, code, address, &relocation);
	}
}

static bool has_code(const struct image *image)
{
	Elf_Scn *section = NULL;
	GElf_Shdr header;

	while ((section = elf_nextscn(image->elf, section)))
		if (gelf_getshdr(section, &header) && is_code(&header) &&
		    header.sh_type == SHT_NOBITS)
			return false;
	return true;
}

void module_lay_out(struct image *image)
{
	Elf_Scn *section = NULL;
	GElf_Shdr header;
	size_t names;

	if (elf_getshdrstrndx(image->elf, &names))
		return;
	image->end = place_sections(image, names, false, 0);
	image->end = place_sections(image, names, true, image->end);
	if (!image->end)
		return;
	image->has_code = has_code(image);
	/* Nothing is there: only what calls it names that address. */
	image->callback = (image->end + 15) & ~15ull;
	image->end = image->callback + 16;
	while (image->machine == EM_X86_64 &&
	       (section = elf_nextscn(image->elf, section)))
		if (gelf_getshdr(section, &header) &&
		    header.sh_type == SHT_RELA)
			relocate_section(image, section, &header);
}
