// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-O3: a mapping is limited by what the descriptor was opened for.
 * kills: (user space) a memfd opened read-write whatever the caller asked for.
 */
#include "harness.h"

TEST("a read-only descriptor gives no shared writable mapping")
{
	size_t bytes = WORDS * sizeof(unsigned long);
	void *area;
	int fd = CHECK_OK(open(KCOV_PATH, O_RDONLY));

	CHECK_OK(ioctl(fd, KCOV_INIT_TRACE, WORDS));
	CHECK_ERR(mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0),
		  EACCES);
	area = CHECK_OK(mmap(NULL, bytes, PROT_READ, MAP_SHARED, fd, 0));
	CHECK_ERR(mprotect(area, bytes, PROT_READ | PROT_WRITE), EACCES);
	CHECK_OK(munmap(area, bytes));
	CHECK_OK(close(fd));

	fd = CHECK_OK(open(KCOV_PATH, O_WRONLY));
	CHECK_OK(ioctl(fd, KCOV_INIT_TRACE, WORDS));
	CHECK_ERR(mmap(NULL, bytes, PROT_READ, MAP_SHARED, fd, 0), EACCES);
	CHECK_ERR(mmap(NULL, bytes, PROT_WRITE, MAP_SHARED, fd, 0), EACCES);
	CHECK_OK(close(fd));
}
