// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-Q2: the sequence of the documentation's first program, call by call.
 * kills: anything that old clients rely on.
 */
#include "harness.h"
#include "target.h"

#define COVER_SIZE (64 << 10)

TEST_ANYWHERE("the documentation's first program gets coverage of its call")
{
	unsigned long *cover, n, i;
	int fd = CHECK_OK(open("/sys/kernel/debug/kcov", O_RDWR));

	CHECK_EQ(ioctl(fd, KCOV_INIT_TRACE, COVER_SIZE), 0);
	cover = mmap(NULL, COVER_SIZE * sizeof(unsigned long),
		     PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	CHECK(cover != MAP_FAILED);
	CHECK_EQ(ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC), 0);
	__atomic_store_n(&cover[0], 0, __ATOMIC_RELAXED);
	target_a();
	n = __atomic_load_n(&cover[0], __ATOMIC_RELAXED);
	CHECK(n > 0);
	for (i = 0; i < n; i++)
		CHECK(cover[i + 1] != 0);
	CHECK_EQ(ioctl(fd, KCOV_DISABLE, 0), 0);
	CHECK_EQ(munmap(cover, COVER_SIZE * sizeof(unsigned long)), 0);
	CHECK_EQ(close(fd), 0);
}
