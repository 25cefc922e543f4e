// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-O2: not seekable (ESPIPE), no read and no write (EINVAL).
 * kills: open without nonseekable_open().
 */
#include "harness.h"

TEST("read and write fail with EINVAL, seeking with ESPIPE")
{
	char byte = 0;
	int fd;

	if (host_is(USER))
		SKIP("the descriptor is backed by a memfd, which has all "
		     "three");
	fd = device_open();
	CHECK_ERR(read(fd, &byte, 1), EINVAL);
	CHECK_ERR(write(fd, &byte, 1), EINVAL);
	CHECK_ERR(lseek(fd, 0, SEEK_SET), ESPIPE);
	CHECK_ERR(lseek(fd, 0, SEEK_END), ESPIPE);
	CHECK_ERR(pread(fd, &byte, 1, 0), ESPIPE);
	CHECK_ERR(pwrite(fd, &byte, 1, 0), ESPIPE);
	CHECK_OK(close(fd));
}
