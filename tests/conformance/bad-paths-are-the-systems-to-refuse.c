// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-O1: calls that open with pointers and flags that no file could be opened
 * with fail as ever, where a device could be meant and where it is none;
 * nothing looks at a path that the system would not read.
 * kills: a path compared in the caller's memory before the system has seen it.
 */
#include <string.h>
#include <sys/syscall.h>

#include "harness.h"

static char *edge_of_memory(void)
{
	size_t page = sysconf(_SC_PAGESIZE);
	char *pages = CHECK_OK(mmap(NULL, 2 * page, PROT_READ | PROT_WRITE,
				    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));

	CHECK_OK(mprotect(pages + page, page, PROT_NONE));
	return pages + page;
}

static void check_bad(const char *path)
{
	CHECK_ERR(open(path, O_RDWR), EFAULT);
	CHECK_ERR(openat(AT_FDCWD, path, O_RDWR), EFAULT);
	CHECK_ERR(syscall(SYS_openat, AT_FDCWD, path, O_RDWR, 0), EFAULT);
}

TEST("a path that cannot be read is an error and no crash")
{
	static const char path[] = KCOV_PATH;
	char *edge = edge_of_memory();
	volatile unsigned long nowhere = 1;
	int fd;

	/* Volatile: the compiler may not know that it is wrong. */
	check_bad((char *)nowhere);
	check_bad(edge);
	/* All but the end of it can be read. */
	memcpy(edge - sizeof(path) + 1, path, sizeof(path) - 1);
	check_bad(edge - sizeof(path) + 1);
	/* And now to the last byte. */
	memcpy(edge - sizeof(path), path, sizeof(path));
	fd = CHECK_OK(open(edge - sizeof(path), O_RDWR));
	CHECK_OK(ioctl(fd, KCOV_INIT_TRACE, page_words()));
	CHECK_OK(close(fd));
}
