// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Sections that zstd compressed, which the libelf of Debian 12 does not read
 * (and says so in no way that libdw would pass on). Called by image.c and
 * debug.c for each ELF file, on the main thread; the file is not trusted.
 */
#include <gelf.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tool/base/array.h"
#include "tool/index/unpack.h"

#define BY_ZSTD 2 /* ELFCOMPRESS_ZSTD, which elf.h does not name yet */

static bool is_by_zstd(Elf_Scn *section, GElf_Shdr *header, GElf_Chdr *packed)
{
	return gelf_getshdr(section, header) &&
	       header->sh_flags & SHF_COMPRESSED &&
	       header->sh_type != SHT_NOBITS && gelf_getchdr(section, packed) &&
	       packed->ch_type == BY_ZSTD;
}

static bool has_some(int fd)
{
	Elf *elf = elf_begin(fd, ELF_C_READ_MMAP, NULL);
	Elf_Scn *section = NULL;
	GElf_Shdr header;
	GElf_Chdr packed;
	bool some = false;

	while (elf && !some && (section = elf_nextscn(elf, section)))
		some = is_by_zstd(section, &header, &packed);
	elf_end(elf);
	return some;
}

static bool copy_file(int from, int to)
{
	unsigned long long written = 0;
	char block[1 << 16];
	const char *problem = NULL;
	ssize_t count;
	off_t at = 0;

	while (!problem &&
	       (count = pread(from, block, sizeof(block), at)) > 0) {
		problem = unpack_write(to, &written, block, (size_t)count);
		at += count;
	}
	return !problem;
}

/* The bytes of the section, which the caller frees; NULL if it is damaged. */
static void *unpack_section(Elf_Scn *section, const GElf_Shdr *header,
			    const GElf_Chdr *packed, size_t head)
{
	Elf_Data *data = elf_rawdata(section, NULL);
	void *bytes = NULL;

	if (!data || !data->d_buf || data->d_size != header->sh_size ||
	    data->d_size < head || packed->ch_size > MOST_UNPACKED / 4 ||
	    /* zstd does not pack better than that. */
	    packed->ch_size / 100000 > data->d_size)
		return NULL;
	bytes = must_alloc(NULL, packed->ch_size, 1);
	if (unpack_zstd_bytes(bytes, packed->ch_size,
			      (const char *)data->d_buf + head,
			      data->d_size - head))
		return bytes;
	free(bytes);
	return NULL;
}

/* Puts the unpacked section behind everything else. */
static bool move_section(int fd, Elf_Scn *section, GElf_Shdr *header,
			 const GElf_Chdr *packed, size_t head)
{
	void *bytes = unpack_section(section, header, packed, head);
	unsigned long long written = 0;
	off_t end = lseek(fd, 0, SEEK_END);
	bool good = bytes && end > 0 &&
		    !unpack_write(fd, &written, bytes, packed->ch_size);

	free(bytes);
	if (!good)
		return false;
	header->sh_offset = (uint64_t)end;
	header->sh_size = packed->ch_size;
	header->sh_addralign = packed->ch_addralign;
	header->sh_flags &= ~(uint64_t)SHF_COMPRESSED;
	return true;
}

/* Writes the header over the old one, in the form of the file. */
static bool write_header(int fd, Elf *elf, size_t number, GElf_Shdr *header)
{
	bool small = gelf_getclass(elf) == ELFCLASS32;
	Elf32_Shdr shorter = {
		.sh_name = header->sh_name,
		.sh_type = header->sh_type,
		.sh_flags = (Elf32_Word)header->sh_flags,
		.sh_addr = (Elf32_Addr)header->sh_addr,
		.sh_offset = (Elf32_Off)header->sh_offset,
		.sh_size = (Elf32_Word)header->sh_size,
		.sh_link = header->sh_link,
		.sh_info = header->sh_info,
		.sh_addralign = (Elf32_Word)header->sh_addralign,
		.sh_entsize = (Elf32_Word)header->sh_entsize,
	};
	size_t bytes = small ? sizeof(shorter) : sizeof(*header);
	char encoded[sizeof(*header)];
	Elf_Data from = { .d_buf = small ? (void *)&shorter : (void *)header,
			  .d_type = ELF_T_SHDR,
			  .d_version = EV_CURRENT,
			  .d_size = bytes };
	Elf_Data to = { .d_buf = encoded,
			.d_version = EV_CURRENT,
			.d_size = bytes };
	const char *id = elf_getident(elf, NULL);
	GElf_Ehdr file;

	return id && gelf_getehdr(elf, &file) &&
	       gelf_xlatetof(elf, &to, &from, (unsigned char)id[EI_DATA]) &&
	       pwrite(fd, encoded, bytes,
		      (off_t)(file.e_shoff + number * bytes)) == (ssize_t)bytes;
}

static bool unpack_all(int from, int to)
{
	Elf *elf = elf_begin(from, ELF_C_READ_MMAP, NULL);
	size_t head = elf && gelf_getclass(elf) == ELFCLASS32 ?
			      sizeof(Elf32_Chdr) :
			      sizeof(Elf64_Chdr);
	Elf_Scn *section = NULL;
	bool good = elf;
	GElf_Shdr header;
	GElf_Chdr packed;

	while (good && (section = elf_nextscn(elf, section)))
		good = !is_by_zstd(section, &header, &packed) ||
		       (move_section(to, section, &header, &packed, head) &&
			write_header(to, elf, elf_ndxscn(section), &header));
	elf_end(elf);
	return good;
}

bool unpack_sections(int *fd)
{
	int to;

	if (!has_some(*fd))
		return true;
	to = memfd_create("unpacked", MFD_CLOEXEC);
	if (to < 0)
		return false;
	if (!copy_file(*fd, to) || !unpack_all(*fd, to)) {
		close(to);
		return false;
	}
	close(*fd);
	*fd = to;
	return true;
}
