/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Files and sections as other programs compress them. What is unpacked stands
 * in a file without a name, as everybody who reads images wants a descriptor.
 */
#ifndef KCOV_TOOL_UNPACK_H
#define KCOV_TOOL_UNPACK_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What the file is if it is compressed as a whole (.ko.xz, .ko.gz, .ko.zst): a
 * new descriptor, which replaces *fd. True also if it is not compressed; false
 * after saying why it cannot be unpacked.
 */
bool unpack_file(int *fd, const char *path);

/*
 * The ELF file without sections that zstd compressed, which libelf does not
 * read: a new descriptor, which replaces *fd, if there are any. False if there
 * are some and they cannot be unpacked.
 */
bool unpack_sections(int *fd);

/* unpack_xz.c: the whole file into another one; NULL, or why not. */
const char *unpack_xz(int from, int to);
/* unpack_zstd.c: the same, and one section; false if it is not possible. */
const char *unpack_zstd(int from, int to);
bool unpack_zstd_bytes(void *to, size_t room, const void *from, size_t count);

/* No image is larger: what says that it is does not fill the memory. */
#define MOST_UNPACKED (4ull << 30)

/* Writes all of it, no more than MOST_UNPACKED in all; NULL, or why not. */
const char *unpack_write(int to, unsigned long long *written, const void *bytes,
			 size_t count);

#endif /* KCOV_TOOL_UNPACK_H */
