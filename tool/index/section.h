/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Sections of an ELF file by their names. Not for two threads with one Elf. */
#ifndef KCOV_TOOL_SECTION_H
#define KCOV_TOOL_SECTION_H

#include <gelf.h>

/* The name, and the header; "" and a header of 0 if it cannot be read. */
const char *section_name(Elf *elf, Elf_Scn *section, GElf_Shdr *header);
/* The first of that name with its header, NULL if there is none. */
Elf_Scn *section_named(Elf *elf, const char *name, GElf_Shdr *header);

#endif /* KCOV_TOOL_SECTION_H */
