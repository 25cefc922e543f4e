// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-I1, L-I4, S-A10: the sizes of the documentation, kcovtrace and syzkaller
 * are accepted, and so are sizes that are no multiple of a page.
 * kills: a limit of 256K words.
 */
#include "harness.h"

TEST_ANYWHERE("INIT_TRACE accepts 2, odd sizes, and up to a million words")
{
	static const unsigned long good[] = {
		2,    3,	  511,	       512,	    513,
		1000, 64ul << 10, 256ul << 10, 512ul << 10, 1ul << 20,
	};
	size_t i;

	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		int fd = device_open();

		note("size %lu", good[i]);
		CHECK_OK(ioctl(fd, KCOV_INIT_TRACE, good[i]));
		CHECK_OK(close(fd));
	}
}
