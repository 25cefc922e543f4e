// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Sections by their names. Called by whoever looks for one, with its own Elf. */
#include <string.h>

#include "tool/index/section.h"

const char *section_name(Elf *elf, Elf_Scn *section, GElf_Shdr *header)
{
	const char *name = NULL;
	size_t names;

	memset(header, 0, sizeof(*header));
	if (gelf_getshdr(section, header) && !elf_getshdrstrndx(elf, &names))
		name = elf_strptr(elf, names, header->sh_name);
	return name ? name : "";
}

Elf_Scn *section_named(Elf *elf, const char *name, GElf_Shdr *header)
{
	Elf_Scn *section = NULL;

	while ((section = elf_nextscn(elf, section)))
		if (!strcmp(section_name(elf, section, header), name))
			break;
	return section;
}
