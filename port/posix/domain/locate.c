// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The device of a session of another process, which has no name but the owner's
 * descriptors: by the number that the table says, else by its inode among all
 * of them. Any thread, signal handlers too.
 */
#include <fcntl.h>

#include "port/posix/domain/domain.h"
#include "port/posix/os/raw.h"

/* The device behind a name in a folder of descriptors, or -errno. */
static int open_device(int folder, const char *name, uint64_t ino)
{
	char path[KCOV_PROC_FD_CHARS];
	struct stat64 st;
	long looked_at;
	long fd = -ENOENT;

	/* Opening what is not ours may have consequences: look first. */
	looked_at = posix_raw(SYS_openat, folder, name, O_PATH | O_CLOEXEC);
	if (looked_at < 0)
		return (int)looked_at;
	if (!posix_raw_fstat((int)looked_at, &st) && S_ISREG(st.st_mode) &&
	    st.st_ino == ino && (uint64_t)st.st_size == KCOV_FILE_BYTES)
		fd = posix_raw(SYS_openat, AT_FDCWD,
			       posix_proc_fd_path(path, (int)looked_at),
			       O_RDWR | O_LARGEFILE | O_CLOEXEC);
	posix_raw(SYS_close, looked_at);
	if (fd >= 0 && !posix_file_is_device((int)fd, &st)) {
		posix_raw(SYS_close, fd);
		return -ENOENT;
	}
	return (int)fd;
}

/* The program may have closed any descriptor and kept another. */
static int search_device(int folder, uint64_t ino)
{
	uint64_t entries[128];
	int fd = -ENOENT;
	long bytes;
	long at;

	while (fd < 0 && (bytes = posix_raw(SYS_getdents64, folder, entries,
					    sizeof(entries))) > 0) {
		const struct posix_dirent *entry;

		for (at = 0; at < bytes && fd < 0; at += entry->bytes) {
			entry = (const void *)((const char *)entries + at);
			if (entry->name[0] != '.')
				fd = open_device(folder, entry->name, ino);
		}
	}
	return fd;
}

/* By the thread that owns it: threads may have descriptors of their own. */
static int open_owners_folder(pid_t tid)
{
	char path[64] = "/proc/";
	char digits[KCOV_DIGITS];
	const char *number = posix_digits(digits, (uint64_t)tid);
	const char *rest = "/fd";
	char *end = path + 6;

	while (*number)
		*end++ = *number++;
	while (*rest)
		*end++ = *rest++;
	*end = '\0';
	return (int)posix_raw(SYS_openat, AT_FDCWD, path,
			      O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

int posix_owner_device_open(const struct posix_entry *entry)
{
	char digits[KCOV_DIGITS];
	int folder = open_owners_folder(entry->tid);
	int fd = -ENOENT;

	if (folder < 0)
		return folder;
	if (entry->fd >= 0)
		fd = open_device(folder,
				 posix_digits(digits, (uint64_t)entry->fd),
				 entry->ino);
	if (fd < 0)
		fd = search_device(folder, entry->ino);
	posix_raw(SYS_close, folder);
	return fd;
}
