// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-I3: the area that a refused INIT_TRACE had allocated already is freed.
 * 512 MiB in all: more than the memory of the kernel hosts.
 * kills: EBUSY without the free.
 */
#include "harness.h"
#include "leftovers.h"

#define ROUNDS 512

TEST_ANYWHERE(
	"five hundred refused requests for 1 MiB leave the memory as it was")
{
	int fd = device_open();
	long maps = proc_lines("/proc/self/maps", "");
	long areas;
	int i;

	CHECK_OK(ioctl(fd, KCOV_INIT_TRACE, page_words()));
	areas = kernel_areas();
	for (i = 0; i < ROUNDS; i++) {
		CHECK_ERR(ioctl(fd, KCOV_INIT_TRACE, 1ul << 17), EBUSY);
		/* A kernel frees them a moment later; all must not meet. */
		if (i % 64 == 63)
			CHECK(kernel_areas_fall_to(areas));
	}
	if (host_is(USER))
		CHECK(proc_lines("/proc/self/maps", "") <= maps + 2);
	CHECK_OK(close(fd));
}
