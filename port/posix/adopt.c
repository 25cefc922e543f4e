// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Collection goes on over exec: a program that carries this library looks, when
 * it starts, for a device among its descriptors that its own process had
 * enabled before.
 */
#include <fcntl.h>

#include "port/posix/posix.h"
#include "port/posix/raw.h"

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
	const struct kcov_dirent *entry;
	long at;

	for (at = 0; at < bytes; at += entry->bytes) {
		int fd;

		entry = (const struct kcov_dirent *)(entries + at);
		fd = descriptor_of(entry->name);
		if (fd >= 0)
			kcov_session_adopt(fd);
	}
}

__attribute__((constructor)) static void adopt_after_exec(void)
{
	uint64_t entries[256];
	long fd = kcov_raw(SYS_openat, AT_FDCWD, "/proc/self/fd",
			   O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	long bytes;

	kcov_owner_program_begins();
	if (fd < 0)
		return;
	while ((bytes = kcov_raw(SYS_getdents64, fd, entries,
				 sizeof(entries))) > 0)
		adopt_from((const char *)entries, bytes);
	kcov_raw(SYS_close, fd);
}
