// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-O5, S-D7: after every descriptor and mapping of an enabled device is gone,
 * the thread still counts as enabled: its other devices get EBUSY. The way out
 * is the end of the thread.
 * kills: a release that detaches the thread.
 */
#include "harness.h"
#include "target.h"

static void lose_the_device(void *argument)
{
	struct session *other = argument;
	struct session lost = session_open(WORDS);

	enable(&lost);
	target_a();
	session_close(&lost);
	target_a();
	CHECK_ERR(ioctl(other->fd, KCOV_ENABLE, KCOV_TRACE_PC), EBUSY);
	CHECK_ERR(ioctl(other->fd, KCOV_DISABLE, 0), EINVAL);
	target_a();
}

TEST_ANYWHERE("losing an enabled device leaves the thread busy until it ends")
{
	struct session other = session_open(WORDS);

	in_thread(lose_the_device, &other);
	CHECK_EQ(count(&other), 0);
	CHECK_COLLECTS(&other, target_a);
	session_close(&other);
}
