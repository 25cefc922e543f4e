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

#include "tool/collect/modules.h"
#include "tool/collect/slide.h"
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
	uint64_t stext;
};

/* The function that begins each thread and process, as recorded; or zeros. */
static struct text_bounds clone_bounds;

/* All code; zeros are what those see who may not see addresses. */
static struct text_bounds find_text(void)
{
	struct text_bounds bounds = { UINT64_MAX, 0, 0 };
	FILE *file = fopen("/proc/kallsyms", "re");
	char type, name[128];
	/* What one read gives; stat() asks for a quarter of that. */
	char buffer[4096];
	uint64_t address;

	if (file)
		setvbuf(file, buffer, _IOFBF, sizeof(buffer));
	while (file && fscanf(file, "%" SCNx64 " %c %127s%*[^\n]", &address,
			      &type, name) == 3) {
		if ((type != 't' && type != 'T') || !address)
			continue;
		/* They come in the order of their addresses. */
		if (clone_bounds.start && !clone_bounds.end)
			clone_bounds.end = address;
		if (!strcmp(name, "kernel_clone"))
			clone_bounds = (struct text_bounds){ address, 0, 0 };
		if (!strcmp(name, "_stext"))
			bounds.stext = address;
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

static void note_module(module_array *modules, const char *line, uint64_t shift)
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
	array_push(modules,
		   (struct image_entry){ start, start + size, start,
					 must_copy(build_id_of_notes(notes)),
					 must_copy(name) });
}

/*
 * A module's size is that of its data too, which is elsewhere since 6.4: what
 * reaches into the code of another one is not its code.
 */
static void cut_overlaps(module_array *modules)
{
	size_t i, k;

	for (i = 0; i < modules->count; i++)
		for (k = 0; k < modules->count; k++) {
			struct image_entry *image = &modules->at[i];
			uint64_t other = modules->at[k].start;

			if (other > image->start && other < image->end)
				image->end = other;
		}
}

/* What the device subtracts of every PC: known once for all. */
static uint64_t offset;

void modules_read(module_array *modules)
{
	FILE *file = fopen("/proc/modules", "re");
	char *line = NULL;
	size_t room = 0;

	while (file && getline(&line, &room, file) > 0)
		note_module(modules, line, offset);
	cut_overlaps(modules);
	free(line);
	if (file)
		fclose(file);
}

void modules_forget(module_array *modules)
{
	size_t i;

	for (i = 0; i < modules->count; i++) {
		free(modules->at[i].build_id);
		free(modules->at[i].path);
	}
	free(modules->at);
	*modules = (module_array){ 0 };
}

static void note_modules(struct recording *recording)
{
	module_array modules = { 0 };
	size_t i;

	modules_read(&modules);
	for (i = 0; i < modules.count; i++) {
		const struct image_entry *image = &modules.at[i];

		recording_add_image(recording, image->start, image->end,
				    image->bias, image->build_id, image->path);
	}
	modules_forget(&modules);
}

void note_kernel(struct recording *recording)
{
	struct text_bounds bounds = find_text();
	uint64_t shift = bounds.stext ? kernel_slide(bounds.stext) : 0;
	struct utsname system;
	char text[128];

	if (bounds.start < bounds.end) {
		snprintf(text, sizeof(text), "0x%" PRIx64, bounds.start);
		recording_add_fact(recording, "text-base", text);
		snprintf(text, sizeof(text), "0x%" PRIx64, shift);
		recording_add_fact(recording, "kaslr-offset", text);
		offset = shift;
		note_modules(recording);
	} else {
		/* Nobody showed us addresses: the index will say what is code. */
		bounds = (struct text_bounds){ 0, UINT64_MAX, 0 };
	}
	clone_bounds.start -= shift;
	clone_bounds.end -= shift;
	uname(&system);
	snprintf(text, sizeof(text), "vmlinux-%.100s", system.release);
	recording_add_image(recording, bounds.start - shift, bounds.end - shift,
			    0, build_id_of_notes("/sys/kernel/notes"), text);
	recording_sort_images(recording);
}

bool kernel_made_tasks(const struct task *task)
{
	size_t i;

	for (i = 0; i < task->pcs.count; i++)
		if (task->pcs.at[i] > clone_bounds.start &&
		    task->pcs.at[i] < clone_bounds.end)
			return true;
	return false;
}
