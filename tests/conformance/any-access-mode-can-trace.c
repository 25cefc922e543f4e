// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-O3: the ioctls work on a descriptor of any access mode.
 * kills: a check for FMODE_WRITE in front of ENABLE; (user space) a descriptor
 * that stays of how one of another mode is made.
 */
#include "harness.h"
#include "leftovers.h"
#include "target.h"

TEST_ANYWHERE(
	"a read-only and a write-only descriptor can size, enable and disable")
{
	static const int modes[] = { O_RDONLY, O_WRONLY, O_RDWR };
	size_t i;

	for (i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		int before = open_descriptors();
		int fd = CHECK_OK(open(KCOV_PATH, modes[i]));

		CHECK_EQ(open_descriptors(), before + 1);
		CHECK_OK(ioctl(fd, KCOV_INIT_TRACE, WORDS));
		CHECK_OK(ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC));
		target_a();
		CHECK_OK(ioctl(fd, KCOV_DISABLE, 0));
		CHECK_OK(close(fd));
	}
}
