// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * O3: what is not the device gets what it always got: its ioctl numbers are
 * ENOTTY elsewhere, other files map, and its path opens with every spelling of
 * open.
 * kills: (user space) an interposed call that takes over too much or too little.
 */
#include <string.h>
#include <stdlib.h>

#include "harness.h"
#include "target.h"

static void use(int fd)
{
	CHECK_OK(ioctl(fd, KCOV_INIT_TRACE, WORDS));
	CHECK_OK(ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC));
	CHECK_OK(ioctl(fd, KCOV_DISABLE, 0));
	CHECK_OK(close(fd));
}

TEST("the device opens by every spelling and other files are untouched")
{
	size_t page = sysconf(_SC_PAGESIZE);
	char path[] = "/tmp/other-file-XXXXXX";
	int file, sockets[2];
	char *text;

	use(CHECK_OK(open(KCOV_PATH, O_RDWR | O_NONBLOCK)));
	use(CHECK_OK(open64(KCOV_PATH, O_RDWR)));
	use(CHECK_OK(openat(AT_FDCWD, KCOV_PATH, O_RDWR)));
	use(CHECK_OK(openat64(-1, KCOV_PATH, O_RDWR | O_CLOEXEC)));

	file = CHECK_OK(mkstemp(path));
	CHECK_OK(unlink(path));
	CHECK_OK(ftruncate(file, 2 * page));
	CHECK_EQ(CHECK_OK(pwrite(file, "text", 4, page)), 4);
	text = CHECK_OK(mmap(NULL, page, PROT_READ, MAP_SHARED, file, page));
	CHECK(!memcmp(text, "text", 4));
	CHECK_OK(munmap(text, page));
	CHECK_ERR(ioctl(file, KCOV_INIT_TRACE, WORDS), ENOTTY);
	CHECK_ERR(ioctl(file, KCOV_ENABLE, 0), ENOTTY);
	CHECK_OK(close(file));

	CHECK_OK(pipe(sockets));
	CHECK_ERR(ioctl(sockets[0], KCOV_DISABLE, 0), ENOTTY);
	CHECK_OK(close(sockets[0]));
	CHECK_OK(close(sockets[1]));
}
