// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * libc has several names for a call: what fortified programs are compiled to,
 * and what has files above 2 GiB. Each opens the device, and each maps it in
 * its exact length and no other. And who leaves a handler may call the jump by
 * any name. kills: a name that goes past the library to a path which is not
 * there, that gives the descriptor other flags, or that maps what the device
 * refuses.
 */
#include <setjmp.h>
#include <signal.h>

#include "harness.h"
#include "target.h"

/* The headers rename; these are what the linker sees. */
int by_open_2(const char *path, int flags) __asm__("__open_2");
int by_open64_2(const char *path, int flags) __asm__("__open64_2");
int by_openat_2(int dir, const char *path, int flags) __asm__("__openat_2");
int by_openat64_2(int dir, const char *path, int flags) __asm__("__openat64_2");
void *by_mmap64(void *at, size_t bytes, int prot, int flags, int fd,
		int64_t offset) __asm__("mmap64");
_Noreturn void by_longjmp(sigjmp_buf buffer, int value) __asm__("longjmp");
_Noreturn void by__longjmp(sigjmp_buf buffer, int value) __asm__("_longjmp");
_Noreturn void by_siglongjmp(sigjmp_buf buffer,
			     int value) __asm__("siglongjmp");

enum { FLAGS = O_RDWR | O_CLOEXEC };

static int open_2(void)
{
	return by_open_2(KCOV_PATH, FLAGS);
}

static int open64_2(void)
{
	return by_open64_2(KCOV_PATH, FLAGS);
}

static int openat_2(void)
{
	return by_openat_2(AT_FDCWD, KCOV_PATH, FLAGS);
}

static int openat64_2(void)
{
	return by_openat64_2(AT_FDCWD, KCOV_PATH, FLAGS);
}

static int (*const opens[])(void) = { open_2, open64_2, openat_2, openat64_2 };
static void (*const jumps[])(sigjmp_buf buffer, int value) = { by_longjmp,
							       by__longjmp,
							       by_siglongjmp };

static sigjmp_buf out;
static void (*by)(sigjmp_buf buffer, int value);

static void leave(int signal)
{
	(void)signal;
	by(out, 1);
}

static void *map(int fd, size_t bytes)
{
	return by_mmap64(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
			 0);
}

static void collect_on(int fd)
{
	const size_t bytes = WORDS * sizeof(long);
	struct session session = { .fd = fd, .words = WORDS };
	size_t i;

	CHECK_EQ(fcntl(fd, F_GETFD), FD_CLOEXEC);
	CHECK_OK(ioctl(fd, KCOV_INIT_TRACE, WORDS));
	CHECK_EQ((long)map(fd, bytes / 2), -1);
	CHECK_EQ(errno, EINVAL);
	session.area = map(fd, bytes);
	CHECK(session.area != MAP_FAILED);
	CHECK_OK(ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC));
	for (i = 0; i < sizeof(jumps) / sizeof(*jumps); i++) {
		by = jumps[i];
		if (!sigsetjmp(out, 1)) {
			raise(SIGUSR1);
			FAIL("the handler returned");
		}
		set_count(&session, 0);
		target_a();
		CHECK(count(&session) > 0);
	}
	CHECK_OK(ioctl(fd, KCOV_DISABLE, 0));
	CHECK_OK(munmap((void *)session.area, bytes));
	CHECK_OK(close(fd));
}

TEST("the device is opened, mapped and left by every name that libc has")
{
	size_t i;

	signal(SIGUSR1, leave);
	for (i = 0; i < sizeof(opens) / sizeof(*opens); i++)
		collect_on(CHECK_OK(opens[i]()));
}
