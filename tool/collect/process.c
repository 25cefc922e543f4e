// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The images of a process, from its memory map: for trace and for what it puts
 * into a process, which look while that stands still. What is recorded is
 * placed by the library's own log (loaded.c). Needs /proc.
 */
#include <elfutils/libdwelf.h>
#include <fcntl.h>
#include <gelf.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tool/collect/surroundings.h"

struct mapping {
	uint64_t start, end, offset, inode;
	char path[4096];
};

static bool parse_mapping(const char *line, struct mapping *mapping)
{
	char permissions[5];
	int path = 0;

	return sscanf(line,
		      "%" SCNx64 "-%" SCNx64 " %4s %" SCNx64 " %*s %" SCNu64
		      " %n",
		      &mapping->start, &mapping->end, permissions,
		      &mapping->offset, &mapping->inode, &path) == 5 &&
	       path && permissions[2] == 'x' &&
	       sscanf(line + path, "%4095[^\n]", mapping->path) == 1 &&
	       mapping->path[0] == '/';
}

/* The file that is mapped, which may not be the one of that name by now. */
static int open_mapped(struct mapping *mapping, pid_t pid)
{
	char named[4096], path[64];
	struct stat st;
	int fd = open(mapping->path, O_RDONLY | O_CLOEXEC);

	if (fd < 0) {
		/* There a newline is written otherwise, a backslash is not. */
		strcpy(named, mapping->path);
		path_unescape(named);
		fd = open(named, O_RDONLY | O_CLOEXEC);
		if (fd >= 0)
			strcpy(mapping->path, named);
	}
	if (fd >= 0 && !fstat(fd, &st) && st.st_ino == mapping->inode)
		return fd;
	if (fd >= 0)
		close(fd);
	snprintf(path, sizeof(path), "/proc/%d/map_files/%" PRIx64 "-%" PRIx64,
		 (int)pid, mapping->start, mapping->end);
	return open(path, O_RDONLY | O_CLOEXEC);
}

/*
 * Where code of that file offset wants to be; false if there is none. The page
 * may hold the end of another segment too, which is mapped elsewhere.
 */
static bool segment_address(Elf *elf, uint64_t offset, uint64_t *address)
{
	GElf_Phdr header;
	size_t i, count;

	if (elf_getphdrnum(elf, &count))
		return false;
	for (i = 0; i < count; i++) {
		if (!gelf_getphdr(elf, (int)i, &header) ||
		    header.p_type != PT_LOAD || !(header.p_flags & PF_X))
			continue;
		if (offset >= (header.p_offset & ~4095ull) &&
		    offset < header.p_offset + header.p_filesz) {
			*address = header.p_vaddr + (offset - header.p_offset);
			return true;
		}
	}
	return false;
}

static void note_mapping(struct recording *recording, pid_t pid,
			 struct mapping *mapping)
{
	int fd = open_mapped(mapping, pid);
	Elf *elf = fd >= 0 ? elf_begin(fd, ELF_C_READ_MMAP, NULL) : NULL;
	const unsigned char *id = NULL;
	char build_id[129] = "-";
	uint64_t address;
	ssize_t i, bytes;

	/* Without its headers nobody knows what an address in it means. */
	if (elf && elf_kind(elf) == ELF_K_ELF &&
	    segment_address(elf, mapping->offset, &address)) {
		bytes = dwelf_elf_gnu_build_id(elf, (const void **)&id);
		for (i = 0; i < bytes && i < 64; i++)
			sprintf(build_id + 2 * i, "%02x", id[i]);
		recording_add_image(recording, mapping->start, mapping->end,
				    mapping->start - address, build_id,
				    mapping->path);
	}
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
			note_mapping(recording, pid, &mapping);
	recording_sort_images(recording);
	free(line);
	if (file)
		fclose(file);
	return file;
}
