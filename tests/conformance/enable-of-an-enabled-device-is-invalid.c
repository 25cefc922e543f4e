// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-E1: a device that is enabled, by whomever, gives EINVAL, and L-E1 is looked
 * at before L-E2: also to its own thread, which is busy.
 * kills: EBUSY from the check of the thread in front of the check of the state.
 */
#include "harness.h"
#include "target.h"

static struct session session;

static void try_to_enable(void *argument)
{
	(void)argument;
	CHECK_ERR(ioctl(session.fd, KCOV_ENABLE, KCOV_TRACE_PC), EINVAL);
	CHECK_ERR(ioctl(session.fd, KCOV_ENABLE, 77), EINVAL);
	CHECK_ERR(ioctl(session.fd, KCOV_DISABLE, 0), EINVAL);
}

TEST("an enabled device cannot be enabled by anyone: EINVAL")
{
	session = session_open(WORDS);
	enable(&session);
	CHECK_ERR(ioctl(session.fd, KCOV_ENABLE, KCOV_TRACE_PC), EINVAL);
	in_thread(try_to_enable, NULL);
	CHECK_EXIT(fork_child(try_to_enable, NULL), 0);
	/* It was not disturbed. */
	CHECK_RECORDS(&session, target_a);
	disable(&session);
	session_close(&session);
}
