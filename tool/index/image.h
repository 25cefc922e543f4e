/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * An ELF file that is open, and what is said on its outside. A kernel module
 * has no addresses before it is loaded: it gets those of module.h.
 */
#ifndef KCOV_TOOL_IMAGE_H
#define KCOV_TOOL_IMAGE_H

#include <gelf.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "tool/index/index.h"

struct image {
	const char *path;
	int fd; /* of what is in `path`, unpacked */
	Elf *elf;
	/* More symbols, of a debug file or .gnu_debugdata; fd -1, NULL: none */
	int symbols_fd;
	Elf *symbols;
	struct stat file; /* `path` itself */
	int machine;
	uint32_t flags; /* e_flags */
	uint8_t word;	/* bytes of an address */
	bool big;	/* byte order of data */
	uint32_t back;	/* a recorded address minus this is in its call */
	uint64_t base;	/* of the executable sections */
	uint64_t end;
	uint64_t load; /* lowest address of anything that is loaded */
	bool has_code; /* a debug file has the headers, but nothing in them */
	bool packed;   /* has sections that cannot be unpacked */
	bool module;   /* relocatable: section headers hold what we gave them */
	uint64_t callback; /* of a module: stands for the kernel's */
	uint8_t build_id[BUILD_ID_BYTES];
	uint32_t build_id_bytes;
};

/* False after saying why the file is none we can use. */
bool image_open(struct image *image, const char *path);
void image_close(struct image *image);

/* Takes the symbols of this ELF file as well; the descriptor stays the
 * caller's. */
void image_add_symbols(struct image *image, int fd);
/* Whether functions that are not exported have names. */
bool image_has_symbols(const struct image *image);

/* Calls `visit` for each symbol of .symtab, of .dynsym, and of what was added. */
void image_each_symbol(const struct image *image,
		       void (*visit)(const char *name, const GElf_Sym *symbol,
				     void *data),
		       void *data);

#endif /* KCOV_TOOL_IMAGE_H */
