// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The calls through which existing clients reach a device: open, ioctl, mmap
 * and their variants, replaced for the whole program; and those that install
 * signal handlers. Only argument plumbing
 * and errno; what is not ours goes to the kernel untouched. Any thread, signal
 * handlers too.
 *
 * KCOV_HOST=kernel in the environment: leave everything to a real kcov.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include <uapi/linux/kcov.h>

#include "port/posix/posix.h"
#include "port/posix/raw.h"

#define KCOV_EXPORT __attribute__((visibility("default")))

/* The prototypes that headers would give carry attributes in our way. */
KCOV_EXPORT int open(const char *path, int flags, ...);
KCOV_EXPORT int open64(const char *path, int flags, ...);
KCOV_EXPORT int openat(int dir, const char *path, int flags, ...);
KCOV_EXPORT int openat64(int dir, const char *path, int flags, ...);
KCOV_EXPORT int __open_2(const char *path, int flags);
KCOV_EXPORT int __open64_2(const char *path, int flags);
KCOV_EXPORT int __openat_2(int dir, const char *path, int flags);
KCOV_EXPORT int __openat64_2(int dir, const char *path, int flags);

static long set_errno(long result)
{
	if (result >= 0 || result < -4095)
		return result;
	errno = (int)-result;
	return -1;
}

static bool kernel_is_wanted(void)
{
	const char *host = getenv("KCOV_HOST");

	return host && !strcmp(host, "kernel");
}

static bool has_mode(int flags)
{
	return flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE;
}

static int open_any(int dir, const char *path, int flags, mode_t mode)
{
	/* A bad pointer is the kernel's to refuse. */
	if (path && path[0] == '/' && !strcmp(path, KCOV_PATH) &&
	    !kernel_is_wanted())
		return (int)set_errno(kcov_file_create(flags));
	return (int)set_errno(kcov_raw(SYS_openat, dir, path, flags, mode));
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
	       command == KCOV_INIT_TRACE || command == KCOV_REMOTE_ENABLE;
}

KCOV_EXPORT int ioctl(int fd, unsigned long command, ...)
{
	unsigned long argument;
	va_list list;
	long result;

	va_start(list, command);
	argument = va_arg(list, unsigned long);
	va_end(list);
	/* Others may use the same numbers: the descriptor decides. */
	if (is_kcov_command((unsigned int)command)) {
		result =
			kcov_session_ioctl(fd, (unsigned int)command, argument);
		if (result != -ENOTTY)
			return (int)set_errno(result);
	}
	return (int)set_errno(kcov_raw(SYS_ioctl, fd, command, argument));
}

KCOV_EXPORT int sigaction(int number, const struct sigaction *action,
			  struct sigaction *old)
{
	return (int)set_errno(kcov_signal_action(number, action, old));
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
		err = kcov_session_check_map(fd, bytes, offset);
		if (err && err != -ENOTTY)
			return (void *)set_errno(err);
	}
	if (offset & 4095)
		return (void *)set_errno(-EINVAL);
	return (void *)set_errno(
		KCOV_RAW_MMAP(addr, bytes, prot, flags, fd, offset));
}

KCOV_EXPORT void *mmap(void *addr, size_t bytes, int prot, int flags, int fd,
		       off_t offset)
{
	/* Widened without sign: an offset is a position, if a bad one. */
	return map_any(addr, bytes, prot, flags, fd,
		       (uint64_t)(unsigned long)offset);
}

KCOV_EXPORT void *mmap64(void *addr, size_t bytes, int prot, int flags, int fd,
			 off64_t offset)
{
	return map_any(addr, bytes, prot, flags, fd, (uint64_t)offset);
}
