// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-O1: O_PATH gives a descriptor that stands for the place alone, O_DIRECT is
 * refused, O_APPEND and O_NONBLOCK are kept and change nothing. The device is
 * there, and is no folder.
 * kills: (user space) a device however it was opened, one that exec does not
 * close.
 */
#include "harness.h"
#include "target.h"

static void check_kept(int flags)
{
	struct session session = { .words = page_words() };

	session.fd = CHECK_OK(open(KCOV_PATH, O_RDWR | flags));
	CHECK_EQ(fcntl(session.fd, F_GETFL) &
			 (O_ACCMODE | O_APPEND | O_NONBLOCK),
		 O_RDWR | (flags & ~O_CLOEXEC));
	CHECK_EQ(fcntl(session.fd, F_GETFD),
		 flags & O_CLOEXEC ? FD_CLOEXEC : 0);
	CHECK_OK(ioctl(session.fd, KCOV_INIT_TRACE, session.words));
	session.area = session_map(session.fd, session.words);
	enable(&session);
	target_a();
	CHECK(count(&session) > 0);
	disable(&session);
	session_close(&session);
}

TEST("a device keeps the flags that it was opened with")
{
	int fd = CHECK_OK(open(KCOV_PATH, O_PATH | O_CLOEXEC));

	CHECK_ERR(ioctl(fd, KCOV_INIT_TRACE, WORDS), EBADF);
	CHECK_ERR(mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0), EBADF);
	CHECK(fcntl(fd, F_GETFL) & O_PATH);
	CHECK_EQ(fcntl(fd, F_GETFD), FD_CLOEXEC);
	CHECK_OK(close(fd));
	CHECK_ERR(open(KCOV_PATH, O_RDWR | O_DIRECT), EINVAL);
	/* It is there: nobody makes it, nor is it a folder. */
	CHECK_ERR(open(KCOV_PATH, O_RDWR | O_CREAT | O_EXCL, 0600), EEXIST);
	CHECK_ERR(open(KCOV_PATH, O_RDONLY | O_DIRECTORY), ENOTDIR);
	check_kept(0);
	check_kept(O_APPEND);
	check_kept(O_NONBLOCK | O_CLOEXEC);
	fd = CHECK_OK(open(KCOV_PATH, O_RDONLY | O_APPEND));
	CHECK_EQ(fcntl(fd, F_GETFL) & (O_ACCMODE | O_APPEND),
		 O_RDONLY | O_APPEND);
	CHECK_OK(close(fd));
}
