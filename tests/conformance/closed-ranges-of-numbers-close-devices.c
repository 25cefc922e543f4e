// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-O4: close_range() over devices is a close of each: collection goes on, the
 * numbers are free for others, which are not devices then. With CLOEXEC the
 * devices stay until exec.
 * kills: (user space) bookkeeping that only close() reaches.
 */
#include <sys/syscall.h>

#include "harness.h"
#include "target.h"

#ifndef SYS_close_range
#define SYS_close_range 436
#endif
#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC (1u << 2)
#endif

static long close_range_of(unsigned int first, unsigned int last,
			   unsigned int flags)
{
	return syscall(SYS_close_range, first, last, flags);
}

TEST("close_range closes devices")
{
	struct session session = session_open(WORDS);
	struct session other = session_open(WORDS);
	int file;

	if (close_range_of(1000000, 1000000, 0) && errno == ENOSYS)
		SKIP("this system has no close_range");
	enable(&session);
	CHECK_OK(close_range_of(session.fd, other.fd, CLOSE_RANGE_CLOEXEC));
	CHECK_EQ(fcntl(other.fd, F_GETFD), FD_CLOEXEC);
	disable(&session);
	enable(&session);
	CHECK_OK(close_range_of(session.fd, other.fd, 0));
	CHECK_ERR(ioctl(session.fd, KCOV_DISABLE, 0), EBADF);
	CHECK_ERR(ioctl(other.fd, KCOV_ENABLE, KCOV_TRACE_PC), EBADF);
	set_count(&session, 0);
	target_a();
	CHECK(count(&session) > 0);
	/* The lowest number is the first that was closed. */
	file = CHECK_OK(open("/dev/null", O_RDWR));
	CHECK_EQ(file, session.fd);
	CHECK_ERR(ioctl(file, KCOV_DISABLE, 0), ENOTTY);
	CHECK_EQ(device_open(), other.fd);
	/* One more device for this thread is still one too many. */
	CHECK_OK(ioctl(other.fd, KCOV_INIT_TRACE, page_words()));
	CHECK_ERR(ioctl(other.fd, KCOV_ENABLE, KCOV_TRACE_PC), EBUSY);
}
