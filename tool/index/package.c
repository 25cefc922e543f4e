// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Units of a DWARF package for libdw, each as an ELF file of its own. Such a
 * file is made in memory and holds nothing twice: before the package, which is
 * mapped, stand headers that make sections of the parts of one unit; behind it,
 * what the unit takes from the program. Called by dwarf.c, on the main thread.
 * The package is not trusted: each part lies inside, and libdw reads the rest.
 */
#include <dwarf.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tool/base/fail.h"
#include "tool/base/text.h"
#include "tool/index/bytes.h"
#include "tool/index/debug.h"
#include "tool/index/package.h"
#include "tool/index/section.h"

/* Before the mapping: a page is enough for the headers of one unit. */
#define HEAD 4096

enum part { INFO, ABBREV, STR_OFFSETS, RNGLISTS, STR, ADDR, RANGES, PARTS };

static const char *const names[PARTS] = {
	".debug_info", ".debug_abbrev", ".debug_str_offsets", ".debug_rnglists",
	".debug_str",  ".debug_addr",	".debug_ranges",
};

/* Bytes of the region, from its start. */
struct stretch {
	uint64_t start;
	uint64_t bytes;
};

struct package {
	uint8_t *region;
	size_t bytes;
	struct stretch whole[PARTS]; /* sections of the package, the program */
	struct bytes index;	     /* .debug_cu_index */
	Elf *elf;		     /* of the unit, */
	Dwarf *dwarf;		     /* until the next one */
};

/* The part by the number it has in an index of that version; PARTS: other. */
static enum part part_of(unsigned int version, uint32_t number)
{
	switch (number) {
	case 1:
		return INFO;
	case 3:
		return ABBREV;
	case 6:
		return STR_OFFSETS;
	case 8:
		return version >= 5 ? RNGLISTS : PARTS;
	}
	return PARTS;
}

/* The section as it is in the file of the package; false if it is not plain. */
static void take_sections(struct package *package, Elf *elf)
{
	Elf_Scn *section = NULL;
	GElf_Shdr header;
	int part;

	while ((section = elf_nextscn(elf, section))) {
		const char *name = section_name(elf, section, &header);
		struct stretch at;

		if (header.sh_type == SHT_NOBITS ||
		    header.sh_flags & SHF_COMPRESSED ||
		    header.sh_offset > package->bytes ||
		    header.sh_size > package->bytes - header.sh_offset)
			continue;
		at = (struct stretch){ HEAD + header.sh_offset,
				       header.sh_size };
		if (!strcmp(name, ".debug_cu_index"))
			package->index = (struct bytes){
				.at = package->region + at.start,
				.end = package->region + at.start + at.bytes
			};
		for (part = 0; part < ADDR; part++)
			if (!strncmp(name, names[part], strlen(names[part])) &&
			    !strcmp(name + strlen(names[part]), ".dwo"))
				package->whole[part] = at;
	}
}

/* What units take from the program: a copy of the whole section. */
static Elf_Data *program_section(Dwarf *dwarf, const char *wanted)
{
	GElf_Shdr header;
	Elf_Scn *section = section_named(dwarf_getelf(dwarf), wanted, &header);

	if (section && !(header.sh_flags & SHF_COMPRESSED))
		return elf_rawdata(section, NULL);
	return NULL;
}

static bool map(struct package *package, int fd, Dwarf *dwarf)
{
	Elf_Data *from[PARTS] = { [ADDR] = program_section(dwarf, names[ADDR]),
				  [RANGES] = program_section(dwarf,
							     names[RANGES]) };
	size_t tail = 0, end;
	struct stat st;
	int part;

	if (fstat(fd, &st) || st.st_size <= 0)
		return false;
	end = HEAD + (((size_t)st.st_size + 4095) & ~4095ul);
	for (part = ADDR; part < PARTS; part++) {
		if (!from[part] || !from[part]->d_buf)
			continue;
		package->whole[part] =
			(struct stretch){ end + tail, from[part]->d_size };
		tail += (from[part]->d_size + 15) & ~15ul;
	}
	package->bytes = end + tail;
	package->region = mmap(NULL, package->bytes, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (package->region == MAP_FAILED)
		return false;
	if (mmap(package->region + HEAD, (size_t)st.st_size,
		 PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, fd,
		 0) == MAP_FAILED)
		return false;
	for (part = ADDR; part < PARTS; part++)
		if (package->whole[part].bytes)
			memcpy(package->region + package->whole[part].start,
			       from[part]->d_buf, package->whole[part].bytes);
	return true;
}

static bool is_ours(Elf *elf)
{
	const char *id = elf_getident(elf, NULL);
	const uint16_t one = 1;

	return id && (id[EI_DATA] == ELFDATA2LSB) == (*(char *)&one == 1);
}

struct package *package_open(const struct debug *debug)
{
	struct package *package = must_alloc(NULL, 1, sizeof(*package));
	struct text path = { 0 };
	Elf *elf = NULL;
	bool good;
	int fd;

	memset(package, 0, sizeof(*package));
	package->region = MAP_FAILED;
	text_printf(&path, "%s.dwp", debug->path);
	fd = open(path.at, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		text_free(&path);
		text_printf(&path, "%s.dwp", debug->image->path);
		fd = open(path.at, O_RDONLY | O_CLOEXEC);
	}
	good = fd >= 0 && map(package, fd, debug->dwarf);
	if (good)
		elf = elf_memory((char *)package->region + HEAD,
				 package->bytes - HEAD);
	good = elf && is_ours(elf) && is_ours(debug->image->elf);
	if (good)
		take_sections(package, elf);
	elf_end(elf);
	if (fd >= 0)
		close(fd);
	text_free(&path);
	if (good && package->index.at)
		return package;
	package_close(package);
	return NULL;
}

static void end_unit(struct package *package)
{
	dwarf_end(package->dwarf);
	elf_end(package->elf);
	package->dwarf = NULL;
	package->elf = NULL;
}

void package_close(struct package *package)
{
	if (!package)
		return;
	end_unit(package);
	if (package->region != MAP_FAILED)
		munmap(package->region, package->bytes);
	free(package);
}

/* The number at that place of the index, 0 behind its end. */
static uint64_t number_at(struct bytes index, uint64_t offset,
			  unsigned int bytes)
{
	bytes_take(&index, offset);
	return bytes_number(&index, bytes);
}

/* The row of the unit in the tables of the index, from 1 on; 0: none. */
static uint32_t row_of(struct bytes index, uint64_t id, uint64_t slots)
{
	uint64_t slot;

	/* All of them: it is a hash table, but there are not many. */
	for (slot = 0; slot < slots; slot++)
		if (number_at(index, 16 + 8 * slot, 8) == id)
			return (uint32_t)number_at(
				index, 16 + 8 * slots + 4 * slot, 4);
	return 0;
}

/* Where the parts of the unit are; false if it is not in the package. */
static bool find_unit(const struct package *package, uint64_t id,
		      struct stretch *parts)
{
	struct bytes index = package->index;
	unsigned int version = (unsigned int)number_at(index, 0, 4) & 0xffff;
	uint64_t columns = number_at(index, 4, 4),
		 rows = number_at(index, 8, 4);
	uint64_t slots = number_at(index, 12, 4), table = 16 + 12 * slots;
	uint64_t column;
	uint32_t row;

	if (slots > bytes_left(&index) / 12 || columns > 16 ||
	    (version != 2 && version != 5))
		return false;
	row = row_of(index, id, slots);
	if (!row || row > rows)
		return false;
	memcpy(parts, package->whole, PARTS * sizeof(*parts));
	for (column = 0; column < columns; column++) {
		enum part part = part_of(
			version,
			(uint32_t)number_at(index, table + 4 * column, 4));
		uint64_t start = number_at(
			index, table + 4 * (columns * row + column), 4);
		uint64_t bytes = number_at(
			index, table + 4 * (columns * (rows + row) + column),
			4);

		if (part == PARTS)
			continue;
		if (start > parts[part].bytes ||
		    bytes > parts[part].bytes - start)
			return false;
		parts[part].start += start;
		parts[part].bytes = bytes;
	}
	return parts[INFO].bytes && parts[ABBREV].bytes;
}

/* From where the skeleton says that the unit's addresses, or ranges, begin. */
static void skip_base(struct stretch *part, Dwarf_Die *skeleton,
		      unsigned int name)
{
	Dwarf_Attribute attribute;
	Dwarf_Word base;

	if (dwarf_formudata(dwarf_attr(skeleton, name, &attribute), &base) ||
	    base > part->bytes)
		return;
	part->start += base;
	part->bytes -= base;
}

/* An ELF header, section headers and their names, all before the package. */
static void write_head(const struct package *package,
		       const struct stretch *parts, int machine)
{
	struct head {
		Elf64_Ehdr file;
		Elf64_Shdr sections[PARTS + 2];
		char names[512];
	} *head = (struct head *)package->region;
	Elf64_Shdr *strings = &head->sections[PARTS + 1];
	const uint16_t one = 1;
	size_t used = 1;
	int part;

	_Static_assert(sizeof(*head) <= HEAD, "it is in one page");
	memset(head, 0, HEAD);
	memcpy(head->file.e_ident, ELFMAG, SELFMAG);
	head->file.e_ident[EI_CLASS] = ELFCLASS64;
	head->file.e_ident[EI_DATA] = *(const char *)&one ? ELFDATA2LSB :
							    ELFDATA2MSB;
	head->file.e_ident[EI_VERSION] = EV_CURRENT;
	head->file.e_type = ET_REL;
	head->file.e_machine = (Elf64_Half)machine;
	head->file.e_version = EV_CURRENT;
	head->file.e_ehsize = sizeof(head->file);
	head->file.e_shoff = offsetof(struct head, sections);
	head->file.e_shentsize = sizeof(*head->sections);
	head->file.e_shnum = PARTS + 2;
	head->file.e_shstrndx = PARTS + 1;
	for (part = 0; part < PARTS; part++) {
		Elf64_Shdr *section = &head->sections[part + 1];

		section->sh_name = (Elf64_Word)used;
		section->sh_type = parts[part].bytes ? SHT_PROGBITS :
						       SHT_NOBITS;
		section->sh_offset = parts[part].start;
		section->sh_size = parts[part].bytes;
		section->sh_addralign = 1;
		used += (size_t)sprintf(head->names + used, "%s.dwo",
					names[part]) +
			1;
	}
	strings->sh_type = SHT_STRTAB;
	strings->sh_offset = offsetof(struct head, names);
	strings->sh_size = sizeof(head->names);
	strings->sh_addralign = 1;
}

bool package_unit(struct package *package, Dwarf_Die *skeleton, Dwarf_Die *unit)
{
	struct stretch parts[PARTS];
	GElf_Ehdr header;
	Dwarf_CU *cu = NULL;
	uint8_t type;
	uint64_t id;

	if (!package)
		return false;
	end_unit(package);
	if (dwarf_cu_info(skeleton->cu, NULL, NULL, NULL, NULL, &id, NULL,
			  NULL) ||
	    !find_unit(package, id, parts))
		return false;
	skip_base(&parts[ADDR], skeleton, DW_AT_addr_base);
	skip_base(&parts[ADDR], skeleton, DW_AT_GNU_addr_base);
	skip_base(&parts[RANGES], skeleton, DW_AT_GNU_ranges_base);
	if (!gelf_getehdr(dwarf_getelf(dwarf_cu_getdwarf(skeleton->cu)),
			  &header))
		return false;
	write_head(package, parts, header.e_machine);
	package->elf = elf_memory((char *)package->region, package->bytes);
	package->dwarf = dwarf_begin_elf(package->elf, DWARF_C_READ, NULL);
	while (package->dwarf && !dwarf_get_units(package->dwarf, cu, &cu, NULL,
						  &type, unit, NULL))
		if (type == DW_UT_split_compile)
			return true;
	return false;
}
