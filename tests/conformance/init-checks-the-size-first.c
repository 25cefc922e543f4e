// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-I1: size < 2 or > INT_MAX/word is EINVAL, before anything else is looked
 * at.
 * kills: < 1 for < 2; a size cut to 32 bits; the state checked before the size.
 */
#include <limits.h>

#include "harness.h"

/* So many words are no bytes, in as many bits. */
#define WRAPS (~0ul / sizeof(unsigned long) + 1)

static void refuse_bad_sizes(int fd)
{
	static const unsigned long bad[] = {
		0,
		1,
		INT_MAX / sizeof(unsigned long) + 1,
		1ul << 29,
		UINT_MAX,
		/* an int that is right; with 32 bits it would be just that */
		sizeof(long) > 4 ? (unsigned long)UINT_MAX + 1 + 4096 : 0,
		WRAPS,
		WRAPS + 1,
		WRAPS + 4096,
		~0ul - 1,
		~0ul,
	};
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		note("size %lu", bad[i]);
		CHECK_ERR(ioctl(fd, KCOV_INIT_TRACE, bad[i]), EINVAL);
	}
}

TEST_ANYWHERE("INIT_TRACE refuses sizes below 2 and above INT_MAX/word in "
	      "every state")
{
	struct session session;
	int fd = device_open();

	refuse_bad_sizes(fd);
	/* Still NEW, as 2 is accepted. */
	CHECK_OK(ioctl(fd, KCOV_INIT_TRACE, 2));
	refuse_bad_sizes(fd);
	CHECK_OK(close(fd));

	session = session_open(WORDS);
	enable(&session);
	refuse_bad_sizes(session.fd);
	disable(&session);
	session_close(&session);
}
