// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-D1: DISABLE with an argument, by another thread, of another device, or
 * twice is EINVAL.
 * kills: DISABLE by anyone who holds the descriptor; an argument cut to 32
 * bits.
 */
#include "harness.h"
#include "target.h"

/* Lost where an argument is cut to an int. */
#define TOP_BIT (1ul << (8 * sizeof(long) - 1))

static struct session session;

static void try_to_disable(void *argument)
{
	(void)argument;
	CHECK_ERR(ioctl(session.fd, KCOV_DISABLE, 0), EINVAL);
}

TEST("only the owner disables, with argument 0, and once")
{
	static const unsigned long bad[] = { 1, 2, TOP_BIT, ~0ul };
	struct session other = session_open(WORDS);
	size_t i;

	session = session_open(WORDS);
	CHECK_ERR(ioctl(session.fd, KCOV_DISABLE, 0), EINVAL);
	enable(&session);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK_ERR(ioctl(session.fd, KCOV_DISABLE, bad[i]), EINVAL);
	CHECK_ERR(ioctl(other.fd, KCOV_DISABLE, 0), EINVAL);
	in_thread(try_to_disable, NULL);
	CHECK_EXIT(fork_child(try_to_disable, NULL), 0);
	/* After all that it still collects. */
	CHECK_RECORDS(&session, target_a);
	disable(&session);
	CHECK_ERR(ioctl(session.fd, KCOV_DISABLE, 0), EINVAL);
	session_close(&session);
	session_close(&other);
}
