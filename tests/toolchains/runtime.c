// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The other callback, which shares nothing with the library: a line
 * "OFFSET PATH" in the file of $TOOLCHAINS_TRACE for each call of the main
 * thread, of what is loaded at that moment. Linked in place of the library, or
 * preloaded before it. kills: a map of images that is wrong in the same way.
 */
#define _GNU_SOURCE
#include <link.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

struct found {
	uintptr_t pc, offset;
	const char *path;
};

static FILE *trace;

static int find(struct dl_phdr_info *image, size_t size, void *data)
{
	struct found *found = data;
	int i;

	(void)size;
	for (i = 0; i < image->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &image->dlpi_phdr[i];

		if (part->p_type == PT_LOAD && found->pc - image->dlpi_addr - part->p_vaddr < part->p_memsz) {
			found->offset = found->pc - image->dlpi_addr;
			found->path = image->dlpi_name;
			return 1;
		}
	}
	return 0;
}

void __sanitizer_cov_trace_pc(void);
__attribute__((visibility("default"))) void __sanitizer_cov_trace_pc(void)
{
	struct found found = { .pc = (uintptr_t)__builtin_return_address(0) };

	if (!trace) {
		const char *path = getenv("TOOLCHAINS_TRACE");

		trace = path ? fopen(path, "w") : NULL;
		if (!trace)
			return;
	}
	dl_iterate_phdr(find, &found);
	fprintf(trace, "%#lx %s\n", (unsigned long)found.offset, found.path ? found.path : "?");
}

__attribute__((destructor)) static void end(void)
{
	if (trace)
		fclose(trace);
	trace = NULL;
}
