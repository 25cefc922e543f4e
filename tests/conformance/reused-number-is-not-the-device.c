// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-D17: the traced program may close the descriptor or put another file over
 * it at any time, with whatever call: the number then means that file, and the
 * session goes on behind it.
 * kills: (user space) a table of descriptor numbers.
 */
#include <sys/syscall.h>

#include "harness.h"
#include "target.h"

static void by_close(int fd, int other)
{
	CHECK_OK(close(fd));
	CHECK_ERR(ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC), EBADF);
	CHECK_ERR(ioctl(fd, KCOV_DISABLE, 0), EBADF);
	CHECK_ERR(mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0), EBADF);
	CHECK_EQ(CHECK_OK(fcntl(other, F_DUPFD, fd)), fd);
}

static void by_raw_close(int fd, int other)
{
	CHECK_OK(syscall(SYS_close, fd));
	CHECK_ERR(ioctl(fd, KCOV_INIT_TRACE, WORDS), EBADF);
	CHECK_EQ(CHECK_OK(fcntl(other, F_DUPFD, fd)), fd);
}

static void by_dup2(int fd, int other)
{
	CHECK_EQ(CHECK_OK(dup2(other, fd)), fd);
}

static void by_raw_dup3(int fd, int other)
{
	CHECK_EQ(CHECK_OK(syscall(SYS_dup3, other, fd, 0)), fd);
}

static void by_close_range(int fd, int other)
{
	CHECK_OK(syscall(SYS_close_range, fd, fd, 0));
	CHECK_EQ(CHECK_OK(fcntl(other, F_DUPFD, fd)), fd);
}

static void (*const ways[])(int fd, int other) = {
	by_close, by_raw_close, by_dup2, by_raw_dup3, by_close_range,
};

TEST("a descriptor number that was reused is not the device any more")
{
	size_t bytes = WORDS * sizeof(unsigned long);
	int other = CHECK_OK(open("/dev/null", O_RDWR));
	size_t i;

	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		struct session session = session_open(WORDS);
		int fd = session.fd;

		session.fd = CHECK_OK(fcntl(fd, F_DUPFD, 50));
		enable(&session);
		ways[i](fd, other);
		CHECK_ERR(ioctl(fd, KCOV_DISABLE, 0), ENOTTY);
		CHECK_ERR(ioctl(fd, KCOV_ENABLE, 0), ENOTTY);
		CHECK_ERR(ioctl(fd, KCOV_INIT_TRACE, WORDS), ENOTTY);
		CHECK_ERR(mmap(NULL, bytes, PROT_READ, MAP_SHARED, fd, 0),
			  ENODEV);
		CHECK_RECORDS(&session, target_a);
		disable(&session);
		session_close(&session);
		CHECK_OK(close(fd));
	}
	CHECK_OK(close(other));
}
