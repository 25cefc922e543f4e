// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-M3, S-F5: protection and MAP_SHARED or MAP_PRIVATE are not checked.
 * kills: mmap that insists on PROT_WRITE or refuses PROT_EXEC.
 */
#include "harness.h"

TEST("every protection maps, shared and private")
{
	size_t bytes = WORDS * sizeof(unsigned long);
	int fd = device_open();
	int protection;

	CHECK_OK(ioctl(fd, KCOV_INIT_TRACE, WORDS));
	for (protection = 0; protection < 8; protection++) {
		void *area;

		note("protection %d", protection);
		area = CHECK_OK(
			mmap(NULL, bytes, protection, MAP_SHARED, fd, 0));
		CHECK_OK(munmap(area, bytes));
		area = CHECK_OK(
			mmap(NULL, bytes, protection, MAP_PRIVATE, fd, 0));
		CHECK_OK(munmap(area, bytes));
	}
	CHECK_OK(close(fd));
}
