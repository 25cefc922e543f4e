// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* How code can name __sanitizer_cov_trace_pc: itself, a PLT entry, a GOT word. */
#include <stdlib.h>
#include <string.h>

#include "tool/index/section.h"
#include "tool/index/sites.h"

/*
 * Where a call does not reach that far, linkers let it go to a piece of code of
 * their own: ____sanitizer_cov_trace_pc_veneer, or
 * __AArch64ADRPThunk___sanitizer_cov_trace_pc.
 */
static bool is_callback(const char *name)
{
	static const char *const ends[] = { "", "_veneer", "_from_arm",
					    "_from_thumb" };
	const char *at = strstr(name, CALLBACK_NAME);
	size_t i;

	for (i = 0; at && i < sizeof(ends) / sizeof(*ends); i++)
		if (!strcmp(at + strlen(CALLBACK_NAME), ends[i]))
			return at == name || !strncmp(name, "__", 2);
	return false;
}

static void note_symbol(const char *name, const GElf_Sym *symbol, void *data)
{
	struct callback *callback = data;

	if (symbol->st_value && is_callback(name))
		array_push(&callback->entries, symbol->st_value);
}

static void note_relocations(const struct image *image, Elf_Scn *section,
			     const GElf_Shdr *header, struct callback *callback)
{
	Elf_Data *data = elf_getdata(section, NULL);
	GElf_Shdr table;
	Elf_Scn *symbols = elf_getscn(image->elf, header->sh_link);
	Elf_Data *names = symbols ? elf_getdata(symbols, NULL) : NULL;
	int i, count;

	if (!data || !names || !header->sh_entsize ||
	    !gelf_getshdr(symbols, &table))
		return;
	count = (int)(header->sh_size / header->sh_entsize);
	for (i = 0; i < count; i++) {
		GElf_Rela relocation;
		GElf_Sym symbol;
		const char *name;

		if (!gelf_getrela(data, i, &relocation) ||
		    !gelf_getsym(names, (int)GELF_R_SYM(relocation.r_info),
				 &symbol))
			continue;
		name = elf_strptr(image->elf, table.sh_link, symbol.st_name);
		if (name && !strcmp(name, CALLBACK_NAME))
			array_push(&callback->slots, relocation.r_offset);
	}
}

/*
 * x86-64: an entry of a PLT ends in "jmp *offset(%rip)" (ff 25), maybe after
 * endbr64 and with a bnd prefix, and begins at a multiple of 8.
 */
static void note_plt(Elf_Scn *section, const GElf_Shdr *header,
		     struct callback *callback)
{
	Elf_Data *data = elf_getdata(section, NULL);
	const uint8_t *code = data ? data->d_buf : NULL;
	size_t i;

	for (i = 0; code && i + 6 <= data->d_size; i++) {
		int32_t offset;

		if (code[i] != 0xff || code[i + 1] != 0x25)
			continue;
		memcpy(&offset, code + i + 2, sizeof(offset));
		if (address_is_in(&callback->slots,
				  header->sh_addr + i + 6 + (int64_t)offset))
			array_push(&callback->entries,
				   (header->sh_addr + i) & ~7ull);
	}
}

void callback_find(const struct image *image, struct callback *callback)
{
	Elf_Scn *section = NULL;
	GElf_Shdr header;

	memset(callback, 0, sizeof(*callback));
	image_each_symbol(image, note_symbol, callback);
	if (image->module && image->callback)
		array_push(&callback->entries, image->callback);
	while ((section = elf_nextscn(image->elf, section)))
		if (gelf_getshdr(section, &header) &&
		    header.sh_type == SHT_RELA && header.sh_flags & SHF_ALLOC)
			note_relocations(image, section, &header, callback);
	addresses_sort(&callback->slots);
	while (image->machine == EM_X86_64 &&
	       (section = elf_nextscn(image->elf, section)))
		if (!strncmp(section_name(image->elf, section, &header), ".plt",
			     4))
			note_plt(section, &header, callback);
	addresses_sort(&callback->entries);
}

void callback_free(struct callback *callback)
{
	free(callback->entries.at);
	free(callback->slots.at);
}
