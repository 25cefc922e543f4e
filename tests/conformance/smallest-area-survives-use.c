// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-I4, L-P4: an area of two words (one record) is used up at once, without
 * harm.
 * kills: a capacity computed with an unsigned underflow.
 */
#include "harness.h"
#include "target.h"

TEST_ANYWHERE("an area of two words can be enabled and overrun")
{
	int fd = device_open();
	int i;

	CHECK_OK(ioctl(fd, KCOV_INIT_TRACE, 2));
	for (i = 0; i < 100; i++) {
		CHECK_OK(ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC));
		target_a();
		CHECK_OK(ioctl(fd, KCOV_DISABLE, 0));
	}
	CHECK_OK(close(fd));
}
