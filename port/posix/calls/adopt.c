// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Collection goes on over exec: a program that carries this library looks, when
 * it starts, for a device among its descriptors that its own process had
 * enabled before. Where there is none, a collector may want one. What a program
 * with privileges takes of its caller: nothing.
 */
#include <fcntl.h>

#include "port/posix/calls/calls.h"
#include "port/posix/os/raw.h"

/* Descriptors, where nobody says which there are. */
#define MOST_ASKED 1024

/* -1 for "." and "..". */
static int descriptor_of(const char *name)
{
	int fd = 0;

	for (; *name; name++) {
		if (*name < '0' || *name > '9')
			return -1;
		fd = fd * 10 + (*name - '0');
	}
	return fd;
}

static void adopt_from(const char *entries, long bytes)
{
	const struct posix_dirent *entry;
	long at;

	for (at = 0; at < bytes; at += entry->bytes) {
		int fd;

		entry = (const struct posix_dirent *)(entries + at);
		fd = descriptor_of(entry->name);
		if (fd >= 0)
			posix_device_adopt(fd);
	}
}

__attribute__((constructor)) static void adopt_after_exec(void)
{
	uint64_t entries[256];
	long bytes;
	long fd;

	posix_owner_program_begins();
	if (posix_has_privileges())
		return;
	fd = posix_raw(SYS_openat, AT_FDCWD, "/proc/self/fd",
		       O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0) {
		/* Without /proc: those that there are as a rule. */
		for (fd = 0; fd < MOST_ASKED; fd++)
			posix_device_adopt((int)fd);
		posix_collect_process();
		return;
	}
	while ((bytes = posix_raw(SYS_getdents64, fd, entries,
				  sizeof(entries))) > 0)
		adopt_from((const char *)entries, bytes);
	posix_raw(SYS_close, fd);
	posix_collect_process();
}
