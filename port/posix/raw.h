/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * System calls made directly: they return -errno and leave errno alone, and
 * they do not come back to us through the calls that interpose.c defines.
 */
#ifndef KCOV_RAW_H
#define KCOV_RAW_H

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* libc's syscall() sets errno, which the program under us must not notice. */
#define kcov_raw(...)                                            \
	({                                                       \
		int saved_errno_ = errno;                        \
		long result_ = syscall(__VA_ARGS__);             \
		if (result_ == -1)                               \
			result_ = -errno;                        \
		errno = saved_errno_;                            \
		result_;                                         \
	})

#ifdef SYS_mmap2
/* The offset is in units of 4096 bytes on every 32-bit architecture we know. */
#define KCOV_RAW_MMAP(addr, bytes, prot, flags, fd, offset) \
	kcov_raw(SYS_mmap2, addr, bytes, prot, flags, fd, (long)((offset) >> 12))
#else
#define KCOV_RAW_MMAP(addr, bytes, prot, flags, fd, offset) \
	kcov_raw(SYS_mmap, addr, bytes, prot, flags, fd, (long)(offset))
#endif

#ifndef MADV_WIPEONFORK
#define MADV_WIPEONFORK 18
#endif

/* NULL on failure. */
static inline void *kcov_raw_mmap(void *addr, size_t bytes, int prot, int flags,
				  int fd, uint64_t offset)
{
	long result = KCOV_RAW_MMAP(addr, bytes, prot, flags, fd, offset);

	return result < 0 && result > -4096 ? NULL : (void *)result;
}

static inline int kcov_raw_ftruncate(int fd, uint64_t bytes)
{
	int saved_errno = errno;
	int err = ftruncate64(fd, (off64_t)bytes) ? -errno : 0;

	errno = saved_errno;
	return err;
}

static inline int kcov_raw_fstat(int fd, struct stat64 *st)
{
	int saved_errno = errno;
	int err = fstat64(fd, st) ? -errno : 0;

	errno = saved_errno;
	return err;
}

#define KCOV_PROC_FD_CHARS 32

/* "/proc/self/fd/N" without stdio, which signal handlers must not enter. */
static inline const char *kcov_proc_fd_path(char path[KCOV_PROC_FD_CHARS],
					    int fd)
{
	static const char prefix[] = "/proc/self/fd/";
	char digits[12];
	size_t used = sizeof(digits);
	size_t i;

	digits[--used] = '\0';
	do {
		digits[--used] = (char)('0' + fd % 10);
		fd /= 10;
	} while (fd);
	for (i = 0; i < sizeof(prefix) - 1; i++)
		path[i] = prefix[i];
	while (used < sizeof(digits))
		path[i++] = digits[used++];
	return path;
}

#endif /* KCOV_RAW_H */
