// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-O1: the debugfs file has mode 0600 and belongs to root.
 * kills: the file created with mode 0644.
 */
#include <sys/stat.h>

#include "harness.h"

TEST("the device node is a root-only file of mode 0600")
{
	struct stat st;

	if (host_is(USER))
		SKIP("user space has a path that is interposed, and no node");
	CHECK_OK(stat(KCOV_PATH, &st));
	CHECK_EQ(st.st_mode & 07777, 0600);
	CHECK_EQ(st.st_uid, 0);
}
