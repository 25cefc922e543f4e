// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The running kernel as images. With KASLR the device subtracts the offset from
 * every PC, so the kernel's own match its file; PCs of modules are shifted by
 * the same offset, and so are the modules' addresses here.
 */
#include <elf.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "tool/collect/surroundings.h"

const char *build_id_of_notes(const char *path)
{
	static char text[41];
	unsigned char notes[4096];
	FILE *file = fopen(path, "re");
	size_t bytes = file ? fread(notes, 1, sizeof(notes), file) : 0;
	size_t at = 0, i;

	if (file)
		fclose(file);
	while (at + sizeof(Elf64_Nhdr) <= bytes) {
		Elf64_Nhdr note;
		size_t name = at + sizeof(note), id;

		memcpy(&note, notes + at, sizeof(note));
		id = name + (note.n_namesz + 3ul) / 4 * 4;
		at = id + (note.n_descsz + 3ul) / 4 * 4;
		if (at > bytes)
			break;
		if (note.n_type != NT_GNU_BUILD_ID || note.n_namesz != 4 ||
		    memcmp(notes + name, "GNU", 4) || note.n_descsz > 20)
			continue;
		for (i = 0; i < note.n_descsz; i++)
			sprintf(text + 2 * i, "%02x", notes[id + i]);
		return text;
	}
	return "-";
}

struct text_bounds {
	uint64_t start, end;
};

/* All code; zeros are what those see who may not see addresses. */
static struct text_bounds find_text(void)
{
	struct text_bounds bounds = { UINT64_MAX, 0 };
	FILE *file = fopen("/proc/kallsyms", "re");
	char type, name[128];
	uint64_t address;

	while (file && fscanf(file, "%" SCNx64 " %c %127s%*[^\n]", &address,
			      &type, name) == 3) {
		if ((type != 't' && type != 'T') || !address)
			continue;
		if (!strcmp(name, "_stext") || !strcmp(name, "_sinittext")) {
			if (address < bounds.start)
				bounds.start = address;
		} else if (!strcmp(name, "_etext") ||
			   !strcmp(name, "_einittext")) {
			if (address > bounds.end)
				bounds.end = address;
		}
	}
	if (file)
		fclose(file);
	return bounds;
}

/*
 * What the device subtracts from every PC. Kernels of x86-64 are linked to run
 * 16 MiB into the last 2 GiB; where they start instead is the offset.
 */
static uint64_t kaslr_offset(const struct text_bounds *bounds)
{
	const uint64_t linked = 0xffffffff81000000;

	return bounds->start > linked && bounds->start < bounds->end ?
		       bounds->start - linked :
		       0;
}

static void note_module(struct recording *recording, const char *line,
			uint64_t shift)
{
	char name[128], notes[256];
	unsigned long size;
	uint64_t start;

	if (sscanf(line, "%127s %lu %*s %*s %*s %" SCNx64, name, &size,
		   &start) != 3 ||
	    !start)
		return;
	snprintf(notes, sizeof(notes),
		 "/sys/module/%s/notes/.note.gnu.build-id", name);
	start -= shift;
	recording_add_image(recording, start, start + size, start,
			    build_id_of_notes(notes), name);
}

/*
 * A module's size is that of its data too, which is elsewhere since 6.4: what
 * reaches into the code of another one is not its code.
 */
static void cut_overlaps(struct recording *recording, size_t first)
{
	size_t i, k;

	for (i = first; i < recording->images.count; i++)
		for (k = first; k < recording->images.count; k++) {
			struct image_entry *image = &recording->images.at[i];
			uint64_t other = recording->images.at[k].start;

			if (other > image->start && other < image->end)
				image->end = other;
		}
}

static void note_modules(struct recording *recording, uint64_t shift)
{
	size_t room = 0, first = recording->images.count;
	FILE *file = fopen("/proc/modules", "re");
	char *line = NULL;

	while (file && getline(&line, &room, file) > 0)
		note_module(recording, line, shift);
	cut_overlaps(recording, first);
	free(line);
	if (file)
		fclose(file);
}

void note_kernel(struct recording *recording)
{
	struct text_bounds bounds = find_text();
	uint64_t shift = kaslr_offset(&bounds);
	struct utsname system;
	char text[128];

	if (bounds.start < bounds.end) {
		snprintf(text, sizeof(text), "0x%" PRIx64, bounds.start);
		recording_add_fact(recording, "text-base", text);
		snprintf(text, sizeof(text), "0x%" PRIx64, shift);
		recording_add_fact(recording, "kaslr-offset", text);
		note_modules(recording, shift);
	} else {
		/* Nobody showed us addresses: the index will say what is code. */
		bounds = (struct text_bounds){ 0, UINT64_MAX };
	}
	uname(&system);
	snprintf(text, sizeof(text), "vmlinux-%.100s", system.release);
	recording_add_image(recording, bounds.start - shift, bounds.end - shift,
			    0, build_id_of_notes("/sys/kernel/notes"), text);
}
