// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Where a running process has our library, and where its program begins. Called
 * when a thread that is followed gets a device in user space. The process
 * stands still; what /proc says of it, and its images, are untrusted.
 */
#include <elf.h>
#include <stdio.h>
#include <string.h>

#include "tool/collect/library.h"
#include "tool/collect/surroundings.h"
#include "tool/index/image.h"

struct names {
	uint64_t ioctl;
	bool callback;
};

static void note_name(const char *name, const GElf_Sym *symbol, void *data)
{
	struct names *names = data;

	if (symbol->st_shndx == SHN_UNDEF)
		return;
	names->callback |= !strcmp(name, "__sanitizer_cov_trace_pc");
	if (!strcmp(name, "ioctl"))
		names->ioctl = symbol->st_value;
}

/* libc has an ioctl too, and an instrumented module may have callbacks. */
uint64_t library_ioctl(pid_t pid)
{
	struct recording recording = { 0 };
	struct image image;
	uint64_t found = 0;
	size_t i;

	note_process(&recording, pid);
	for (i = 0; i < recording.images.count && !found; i++) {
		const struct image_entry *entry = &recording.images.at[i];
		struct names names = { 0 };

		if (!image_open(&image, entry->path))
			continue;
		image_each_symbol(&image, note_name, &names);
		image_close(&image);
		if (names.callback && names.ioctl)
			found = names.ioctl + entry->bias;
	}
	recording_free(&recording);
	return found;
}

uint64_t program_entry(pid_t pid)
{
	Elf64_auxv_t entry;
	uint64_t found = 0;
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/auxv", (int)pid);
	file = fopen(path, "re");
	while (file && fread(&entry, sizeof(entry), 1, file) == 1)
		if (entry.a_type == AT_ENTRY)
			found = entry.a_un.a_val;
	if (file)
		fclose(file);
	return found;
}
