// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* The images of a process, from its memory map. */
#include <elfutils/libdwelf.h>
#include <fcntl.h>
#include <gelf.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tool/collect/surroundings.h"

struct mapping {
	uint64_t start, end, offset;
	char path[4096];
};

static bool parse_mapping(const char *line, struct mapping *mapping)
{
	char permissions[5];
	int path = 0;

	return sscanf(line,
		      "%" SCNx64 "-%" SCNx64 " %4s %" SCNx64 " %*s %*s %n",
		      &mapping->start, &mapping->end, permissions,
		      &mapping->offset, &path) == 4 &&
	       path && permissions[2] == 'x' &&
	       sscanf(line + path, "%4095[^\n]", mapping->path) == 1 &&
	       mapping->path[0] == '/';
}

/* Where the segment of that file offset wants to be; false if there is none. */
static bool segment_address(Elf *elf, uint64_t offset, uint64_t *address)
{
	GElf_Phdr header;
	size_t i, count;

	if (elf_getphdrnum(elf, &count))
		return false;
	for (i = 0; i < count; i++) {
		if (!gelf_getphdr(elf, (int)i, &header) ||
		    header.p_type != PT_LOAD)
			continue;
		if (offset >= (header.p_offset & ~4095ull) &&
		    offset < header.p_offset + header.p_filesz) {
			*address = header.p_vaddr + (offset - header.p_offset);
			return true;
		}
	}
	return false;
}

static void note_mapping(struct recording *recording,
			 const struct mapping *mapping)
{
	char build_id[41] = "-";
	uint64_t address = mapping->offset;
	int fd = open(mapping->path, O_RDONLY | O_CLOEXEC);
	Elf *elf = fd >= 0 ? elf_begin(fd, ELF_C_READ_MMAP, NULL) : NULL;
	const unsigned char *id = NULL;
	ssize_t i, bytes = 0;

	if (elf && elf_kind(elf) == ELF_K_ELF &&
	    segment_address(elf, mapping->offset, &address))
		bytes = dwelf_elf_gnu_build_id(elf, (const void **)&id);
	for (i = 0; i < bytes && i < 20; i++)
		sprintf(build_id + 2 * i, "%02x", id[i]);
	recording_add_image(recording, mapping->start, mapping->end,
			    mapping->start - address, build_id, mapping->path);
	elf_end(elf);
	if (fd >= 0)
		close(fd);
}

bool note_process(struct recording *recording, pid_t pid)
{
	struct mapping mapping;
	char path[64], *line = NULL;
	size_t room = 0;
	FILE *file;

	elf_version(EV_CURRENT);
	snprintf(path, sizeof(path), "/proc/%d/maps", (int)pid);
	file = fopen(path, "re");
	while (file && getline(&line, &room, file) > 0)
		if (parse_mapping(line, &mapping))
			note_mapping(recording, &mapping);
	free(line);
	if (file)
		fclose(file);
	return file;
}
