// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The calls through which existing clients reach a device: open, ioctl, mmap
 * and their variants, syscall() with their numbers among them, replaced for the
 * whole program; and those that install signal handlers. Only argument plumbing
 * and errno; what is not ours goes to the kernel untouched. Any thread, signal
 * handlers too.
 *
 * KCOV_HOST=kernel in the environment: leave everything to a real kcov.
 */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include <uapi/linux/kcov.h>
#include <uapi/linux/kcov_extended.h>

#include "port/posix/calls/calls.h"
#include "port/posix/os/raw.h"

#ifdef __GLIBC__
#define KCOV_IOCTL_COMMAND unsigned long
#else
#define KCOV_IOCTL_COMMAND int
#endif

/* Where these are macros they are symbols all the same. */
#undef open64
#undef openat64
#undef mmap64

/* The prototypes that headers would give carry attributes in our way. */
KCOV_EXPORT int open(const char *path, int flags, ...);
KCOV_EXPORT int open64(const char *path, int flags, ...);
KCOV_EXPORT int openat(int dir, const char *path, int flags, ...);
KCOV_EXPORT int openat64(int dir, const char *path, int flags, ...);
KCOV_EXPORT int __open_2(const char *path, int flags);
KCOV_EXPORT int __open64_2(const char *path, int flags);
KCOV_EXPORT int __openat_2(int dir, const char *path, int flags);
KCOV_EXPORT int __openat64_2(int dir, const char *path, int flags);
KCOV_EXPORT void *mmap64(void *addr, size_t bytes, int prot, int flags, int fd,
			 off64_t offset);

static bool kernel_is_wanted(void)
{
	const char *host = posix_has_privileges() ? NULL : getenv("KCOV_HOST");

	return host && !strcmp(host, "kernel");
}

static bool has_mode(int flags)
{
	return flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE;
}

/*
 * The kernel is asked first, because it may look at any pointer. What it says of
 * the path does not matter then; but where it refused to read it, nor may we.
 */
static long open_ours_or(long fd, const char *path, int flags)
{
	if (fd == -EFAULT || fd == -EINVAL || strcmp(path, KCOV_PATH) != 0 ||
	    kernel_is_wanted())
		return fd;
	posix_signals_block();
	if (fd >= 0)
		posix_raw(SYS_close, fd);
	fd = posix_file_create(flags);
	posix_signals_restore();
	return fd;
}

/* A cancellation point, as libc's is: a FIFO may keep us for ever. */
static int open_any(int dir, const char *path, int flags, mode_t mode)
{
	int type;
	long fd;

	pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, &type);
	fd = posix_raw(SYS_openat, dir, path, flags, mode);
	pthread_setcanceltype(type, NULL);
	return (int)posix_set_errno(open_ours_or(fd, path, flags));
}

#define MODE_ARGUMENT(flags)                           \
	({                                             \
		mode_t mode_ = 0;                      \
		if (has_mode(flags)) {                 \
			va_list list_;                 \
			va_start(list_, flags);        \
			mode_ = va_arg(list_, mode_t); \
			va_end(list_);                 \
		}                                      \
		mode_;                                 \
	})

int open(const char *path, int flags, ...)
{
	return open_any(AT_FDCWD, path, flags, MODE_ARGUMENT(flags));
}

int open64(const char *path, int flags, ...)
{
	return open_any(AT_FDCWD, path, flags | O_LARGEFILE,
			MODE_ARGUMENT(flags));
}

int openat(int dir, const char *path, int flags, ...)
{
	return open_any(dir, path, flags, MODE_ARGUMENT(flags));
}

int openat64(int dir, const char *path, int flags, ...)
{
	return open_any(dir, path, flags | O_LARGEFILE, MODE_ARGUMENT(flags));
}

/* What fortified programs call where no mode can be needed. */
int __open_2(const char *path, int flags)
{
	return open_any(AT_FDCWD, path, flags, 0);
}

int __open64_2(const char *path, int flags)
{
	return open_any(AT_FDCWD, path, flags | O_LARGEFILE, 0);
}

int __openat_2(int dir, const char *path, int flags)
{
	return open_any(dir, path, flags, 0);
}

int __openat64_2(int dir, const char *path, int flags)
{
	return open_any(dir, path, flags | O_LARGEFILE, 0);
}

static bool is_kcov_command(unsigned long command)
{
	return command == KCOV_ENABLE || command == KCOV_DISABLE ||
	       command == KCOV_INIT_TRACE || command == KCOV_REMOTE_ENABLE ||
	       command == KCOV_RESET_TRACE || command == KCOV_QUERY ||
	       command == KCOV_SETUP || command == KCOV_STAT;
}

static long ioctl_any(int fd, unsigned long command, unsigned long argument)
{
	long result;

	/* Others may use the same numbers: the descriptor decides. */
	if (is_kcov_command((unsigned int)command)) {
		result =
			posix_device_ioctl(fd, (unsigned int)command, argument);
		if (result != -ENOTTY)
			return posix_set_errno(result);
	}
	return posix_set_errno(posix_raw(SYS_ioctl, fd, command, argument));
}

/* musl's command is an int: nothing above its 32 bits means anything. */
KCOV_EXPORT int ioctl(int fd, KCOV_IOCTL_COMMAND command, ...)
{
	unsigned long argument;
	va_list list;

	va_start(list, command);
	argument = va_arg(list, unsigned long);
	va_end(list);
	return (int)ioctl_any(fd, (unsigned int)command, argument);
}

KCOV_EXPORT int sigaction(int number, const struct sigaction *action,
			  struct sigaction *old)
{
	return (int)posix_set_errno(posix_signal_action(number, action, old));
}

/* With the meaning it has by default in glibc and in musl. */
KCOV_EXPORT sighandler_t signal(int number, sighandler_t handler)
{
	struct sigaction action = { .sa_handler = handler,
				    .sa_flags = SA_RESTART };
	struct sigaction old;

	sigemptyset(&action.sa_mask);
	sigaddset(&action.sa_mask, number);
	return sigaction(number, &action, &old) ? SIG_ERR : old.sa_handler;
}

static void *map_any(void *addr, size_t bytes, int prot, int flags, int fd,
		     uint64_t offset)
{
	int err;

	/* The file system would map any length; a device has one. */
	if (fd >= 0 && !(flags & MAP_ANONYMOUS)) {
		err = posix_device_check_map(fd, bytes, offset);
		if (err && err != -ENOTTY)
			return (void *)posix_set_errno(err);
	}
	if (offset & 4095)
		return (void *)posix_set_errno(-EINVAL);
	return (void *)posix_set_errno(
		KCOV_RAW_MMAP(addr, bytes, prot, flags, fd, offset));
}

KCOV_EXPORT void *mmap(void *addr, size_t bytes, int prot, int flags, int fd,
		       off_t offset)
{
	/* Widened without sign: an offset is a position, if a bad one. */
	return map_any(addr, bytes, prot, flags, fd,
		       (uint64_t)(unsigned long)offset);
}

void *mmap64(void *addr, size_t bytes, int prot, int flags, int fd,
	     off64_t offset)
{
	return map_any(addr, bytes, prot, flags, fd, (uint64_t)offset);
}

#ifndef POSIX_CALLS_LIBC
#ifdef SYS_mmap2
#define KCOV_SYS_MMAP SYS_mmap2 /* offset in units of 4096 bytes */
#define KCOV_MMAP_UNIT 4096ull
#else
#define KCOV_SYS_MMAP SYS_mmap
#define KCOV_MMAP_UNIT 1ull
#endif

static long call_any(long number, const long args[6])
{
	long result;

	switch (number) {
	case SYS_ioctl:
		return ioctl_any((int)args[0], (unsigned int)args[1],
				 (unsigned long)args[2]);
	case KCOV_SYS_MMAP:
		return (long)map_any((void *)args[0], (size_t)args[1],
				     (int)args[2], (int)args[3], (int)args[4],
				     (unsigned long)args[5] * KCOV_MMAP_UNIT);
	}
	result = posix_raw(number, args[0], args[1], args[2], args[3], args[4],
			   args[5]);
#ifdef SYS_open
	if (number == SYS_open)
		result = open_ours_or(result, (const char *)args[0],
				      (int)args[1]);
#endif
	if (number == SYS_openat)
		result = open_ours_or(result, (const char *)args[1],
				      (int)args[2]);
	return posix_set_errno(result);
}

/* Reads six arguments, however many there are, as libc's does. */
KCOV_EXPORT long syscall(long number, ...)
{
	long args[6];
	va_list list;
	int i;

	va_start(list, number);
	for (i = 0; i < 6; i++)
		args[i] = va_arg(list, long);
	va_end(list);
	return call_any(number, args);
}
#endif /* POSIX_CALLS_LIBC */
