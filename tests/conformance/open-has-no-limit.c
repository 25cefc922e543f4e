// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-O1, S-D5: any number of opens succeed, and each is a device of its own.
 * kills: one device per process; a table of descriptors with a fixed size.
 */
#include "harness.h"

#define OPENS 500

TEST_ANYWHERE("five hundred opens give five hundred independent devices")
{
	unsigned long words = page_words();
	static int fds[OPENS];
	int i;

	for (i = 0; i < OPENS; i++)
		fds[i] = device_open();
	/* Each is new: it accepts a size once. */
	for (i = 0; i < OPENS; i++)
		CHECK_OK(ioctl(fds[i], KCOV_INIT_TRACE, words));
	for (i = 0; i < OPENS; i++)
		CHECK_ERR(ioctl(fds[i], KCOV_INIT_TRACE, words), EBUSY);
	/* Only the one that is written shows what is written. */
	unsigned long *first = session_map(fds[0], words);
	unsigned long *last = session_map(fds[OPENS - 1], words);

	first[1] = 42;
	CHECK_EQ(last[1], 0);
	CHECK_OK(munmap(first, words * sizeof(*first)));
	CHECK_OK(munmap(last, words * sizeof(*last)));
	for (i = 0; i < OPENS; i++)
		CHECK_OK(close(fds[i]));
}
