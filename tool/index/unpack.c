// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Which compression a file has, and gzip. Called by image.c for each file that
 * is opened, on the main thread; the file is not trusted.
 */
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include "tool/base/fail.h"
#include "tool/index/unpack.h"

const char *unpack_write(int to, unsigned long long *written, const void *bytes,
			 size_t count)
{
	const char *at = bytes;

	*written += count;
	if (*written > MOST_UNPACKED)
		return "it unpacks to more than 4 GiB";
	while (count) {
		ssize_t done = write(to, at, count);

		if (done < 0 && errno != EINTR)
			return strerror(errno);
		if (done > 0) {
			at += done;
			count -= (size_t)done;
		}
	}
	return NULL;
}

static const char *unpack_gzip(int from, int to)
{
	unsigned long long written = 0;
	const char *problem = NULL;
	gzFile file = gzdopen(dup(from), "rb");
	char block[1 << 16];
	int count = 0;

	if (!file)
		return "out of memory";
	while (!problem && (count = gzread(file, block, sizeof(block))) > 0)
		problem = unpack_write(to, &written, block, (size_t)count);
	if (!problem && count < 0)
		problem = "it is damaged";
	/* What ends early is only told at the end. */
	if (gzclose(file) != Z_OK && !problem)
		problem = "it is damaged";
	return problem;
}

static const struct packing {
	const char *name;
	const char *with; /* the program that does it as well */
	uint8_t magic[6];
	uint8_t bytes; /* of the magic */
	const char *(*unpack)(int from, int to);
} packings[] = {
	{ "gzip", "gunzip", { 0x1f, 0x8b }, 2, unpack_gzip },
	{ "xz", "unxz", { 0xfd, '7', 'z', 'X', 'Z', 0 }, 6, unpack_xz },
	{ "zstd", "unzstd", { 0x28, 0xb5, 0x2f, 0xfd }, 4, unpack_zstd },
};

bool unpack_file(int *fd, const char *path)
{
	const size_t count = sizeof(packings) / sizeof(*packings);
	const struct packing *packing = packings;
	const char *problem;
	uint8_t magic[6];
	int to;

	if (pread(*fd, magic, sizeof(magic), 0) != sizeof(magic))
		return true;
	while (packing < packings + count &&
	       memcmp(magic, packing->magic, packing->bytes))
		packing++;
	if (packing == packings + count)
		return true;
	to = memfd_create("unpacked", MFD_CLOEXEC);
	problem = to < 0 ? strerror(errno) : packing->unpack(*fd, to);
	if (problem) {
		error("%s is compressed by %s and cannot be read here, as %s: "
		      "name a file unpacked by %s",
		      path, packing->name, problem, packing->with);
		if (to >= 0)
			close(to);
		return false;
	}
	close(*fd);
	*fd = to;
	return true;
}
