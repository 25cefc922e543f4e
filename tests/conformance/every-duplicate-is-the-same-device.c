// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-O4, S-D16: dup, dup2, dup3 and fcntl give descriptors of the same device:
 * each can do what the first can, and any one keeps it.
 * kills: (user space) a table of descriptor numbers.
 */
#include "harness.h"
#include "target.h"

#define COPIES 6

TEST("duplicates of a descriptor are the same device")
{
	size_t bytes = WORDS * sizeof(unsigned long);
	int fd = device_open();
	int copies[COPIES];
	unsigned long *area, n;
	int i;

	copies[0] = CHECK_OK(dup(fd));
	copies[1] = CHECK_OK(dup2(fd, 100));
	copies[2] = CHECK_OK(dup3(fd, 101, O_CLOEXEC));
	copies[3] = CHECK_OK(fcntl(fd, F_DUPFD, 200));
	copies[4] = CHECK_OK(fcntl(fd, F_DUPFD_CLOEXEC, 200));
	copies[5] = CHECK_OK(dup(copies[4]));
	CHECK_OK(ioctl(copies[0], KCOV_INIT_TRACE, WORDS));
	CHECK_ERR(ioctl(fd, KCOV_INIT_TRACE, WORDS), EBUSY);
	CHECK_OK(close(fd));
	CHECK_OK(ioctl(copies[1], KCOV_ENABLE, KCOV_TRACE_PC));
	CHECK_OK(close(copies[0]));
	CHECK_OK(close(copies[1]));
	area = session_map(copies[2], WORDS);
	target_a();
	CHECK(area[0] > 0);
	for (i = 2; i < COPIES; i++) {
		unsigned long *again = session_map(copies[i], WORDS);

		CHECK_EQ(again[1], area[1]);
		CHECK(again[1] != 0);
		CHECK_ERR(ioctl(copies[i], KCOV_ENABLE, 0), EINVAL);
		CHECK_OK(munmap(again, bytes));
	}
	CHECK_OK(ioctl(copies[5], KCOV_DISABLE, 0));
	n = area[0];
	target_a();
	CHECK_EQ(area[0], n);
	CHECK_OK(munmap(area, bytes));
	for (i = 2; i < COPIES; i++)
		CHECK_OK(close(copies[i]));
}
