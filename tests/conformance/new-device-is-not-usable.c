// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-O1, L-E1, L-D1, L-M1: a device in state NEW refuses everything but
 * INIT_TRACE.
 * kills: ENABLE or mmap without the check for a buffer.
 */
#include "harness.h"

TEST_ANYWHERE(
	"before INIT_TRACE enable, disable and mmap are refused with EINVAL")
{
	int fd = device_open();
	size_t page = sysconf(_SC_PAGESIZE);

	CHECK_ERR(ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC), EINVAL);
	CHECK_ERR(ioctl(fd, KCOV_ENABLE, KCOV_TRACE_CMP), EINVAL);
	CHECK_ERR(ioctl(fd, KCOV_DISABLE, 0), EINVAL);
	CHECK_ERR(mmap(NULL, page, PROT_READ, MAP_SHARED, fd, 0), EINVAL);
	/* The refusals left it as it was. */
	CHECK_OK(ioctl(fd, KCOV_INIT_TRACE, page_words()));
	CHECK_OK(close(fd));
}
