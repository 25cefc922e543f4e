/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * System calls made directly: they return -errno and leave errno alone, they
 * are no cancellation points, and they do not come back to us through the calls
 * that interpose.c defines.
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

#include "port/posix/os/arch.h"

/* rawcall.c: the result as the kernel gives it, -4095 to -1 for errors. */
long posix_system_call(long number, long a, long b, long c, long d, long e,
		       long f);

#define KCOV_RAW_PADDED(number, a, b, c, d, e, f, ...)                     \
	posix_system_call((long)(number), (long)(a), (long)(b), (long)(c), \
			  (long)(d), (long)(e), (long)(f))
/* Up to six arguments, numbers or pointers. */
#define posix_raw(...) KCOV_RAW_PADDED(__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0)

#ifdef SYS_mmap2
/* The offset is in units of 4096 bytes on every 32-bit architecture we know. */
#define KCOV_RAW_MMAP(addr, bytes, prot, flags, fd, offset) \
	posix_raw(SYS_mmap2, addr, bytes, prot, flags, fd, (offset) >> 12)
#elif defined(POSIX_MMAP_TAKES_BLOCK)
#define KCOV_RAW_MMAP(addr, bytes, prot, flags, fd, offset)                  \
	posix_raw(SYS_mmap,                                                  \
		  ((const long[]){ (long)(addr), (long)(bytes), prot, flags, \
				   fd, (long)(offset) }))
#else
#define KCOV_RAW_MMAP(addr, bytes, prot, flags, fd, offset) \
	posix_raw(SYS_mmap, addr, bytes, prot, flags, fd, offset)
#endif

#ifndef MADV_WIPEONFORK
#define MADV_WIPEONFORK 18
#endif

/* NULL on failure. */
static inline void *posix_raw_mmap(void *addr, size_t bytes, int prot,
				   int flags, int fd, uint64_t offset)
{
	long result = KCOV_RAW_MMAP(addr, bytes, prot, flags, fd, offset);

	return result < 0 && result > -4096 ? NULL : (void *)result;
}

/* A sanitizer that watches us must know that what comes here next is new. */
static inline void posix_raw_munmap(void *addr, size_t bytes)
{
#ifdef __SANITIZE_THREAD__
	munmap(addr, bytes);
#else
	posix_raw(SYS_munmap, addr, bytes);
#endif
}

static inline int posix_raw_ftruncate(int fd, uint64_t bytes)
{
	int saved_errno = errno;
	int err = ftruncate64(fd, (off64_t)bytes) ? -errno : 0;

	errno = saved_errno;
	return err;
}

static inline int posix_raw_fstat(int fd, struct stat64 *st)
{
	int saved_errno = errno;
	int err = fstat64(fd, st) ? -errno : 0;

	errno = saved_errno;
	return err;
}

static inline int posix_raw_stat(const char *path, struct stat64 *st)
{
	int saved_errno = errno;
	int err = stat64(path, st) ? -errno : 0;

	errno = saved_errno;
	return err;
}

/* libc's is a cancellation point. 64-bit numbers come in halves on 32 bits. */
static inline int posix_raw_allocate(int fd, uint64_t offset, uint64_t bytes)
{
#if __SIZEOF_LONG__ == 8
	return (int)posix_raw(SYS_fallocate, fd, 0, offset, bytes);
#elif __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	return (int)posix_raw(SYS_fallocate, fd, 0, offset, offset >> 32, bytes,
			      bytes >> 32);
#else
	return (int)posix_raw(SYS_fallocate, fd, 0, offset >> 32, offset,
			      bytes >> 32, bytes);
#endif
}

/* An entry of a folder as getdents64 gives it. */
struct posix_dirent {
	uint64_t ino;
	int64_t offset;
	uint16_t bytes;
	uint8_t type;
	char name[];
};

#define KCOV_DIGITS 24

/* In decimal, without stdio, which signal handlers must not enter. */
static inline const char *posix_digits(char digits[KCOV_DIGITS], uint64_t value)
{
	char *p = &digits[KCOV_DIGITS - 1];

	*p = '\0';
	do {
		*--p = (char)('0' + value % 10);
		value /= 10;
	} while (value);
	return p;
}

#define KCOV_PROC_FD_CHARS (sizeof("/proc/self/fd/") + KCOV_DIGITS)

static inline const char *posix_proc_fd_path(char path[KCOV_PROC_FD_CHARS],
					     int fd)
{
	static const char prefix[] = "/proc/self/fd/";
	char digits[KCOV_DIGITS];
	const char *number = posix_digits(digits, (uint64_t)fd);
	size_t i;

	for (i = 0; prefix[i]; i++)
		path[i] = prefix[i];
	while ((path[i] = *number++))
		i++;
	return path;
}

#endif /* KCOV_RAW_H */
