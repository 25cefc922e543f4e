// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-I4, L-M1: a size that is no multiple of a page is accepted and can be
 * enabled, but no length maps it.
 * kills: mmap that compares the length with the page-rounded size.
 */
#include "harness.h"
#include "target.h"

TEST_ANYWHERE("an area of 513 words can be enabled but not mapped")
{
	unsigned long words = page_words() + 1;
	size_t bytes = words * sizeof(unsigned long);
	size_t page = sysconf(_SC_PAGESIZE);
	int fd = device_open();

	CHECK_OK(ioctl(fd, KCOV_INIT_TRACE, words));
	CHECK_ERR(mmap(NULL, bytes, PROT_READ, MAP_SHARED, fd, 0), EINVAL);
	CHECK_ERR(mmap(NULL, page, PROT_READ, MAP_SHARED, fd, 0), EINVAL);
	CHECK_ERR(mmap(NULL, 2 * page, PROT_READ, MAP_SHARED, fd, 0), EINVAL);
	CHECK_OK(ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC));
	target_a();
	CHECK_OK(ioctl(fd, KCOV_DISABLE, 0));
	CHECK_OK(close(fd));
}
