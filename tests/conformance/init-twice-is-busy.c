// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-I3: once sized, a device is never sized again: EBUSY in INIT and enabled,
 * and again after DISABLE.
 * kills: INIT_TRACE that replaces the buffer of a device in state INIT.
 */
#include "harness.h"
#include "target.h"

TEST_ANYWHERE("a second INIT_TRACE is refused with EBUSY and changes nothing")
{
	struct session session = session_open(WORDS);
	struct trace before, after;

	CHECK_ERR(ioctl(session.fd, KCOV_INIT_TRACE, WORDS), EBUSY);
	CHECK_ERR(ioctl(session.fd, KCOV_INIT_TRACE, 2), EBUSY);
	session.area[WORDS - 1] = 0x5eed;
	enable(&session);
	before = trace_of(&session, target_a);
	CHECK_ERR(ioctl(session.fd, KCOV_INIT_TRACE, WORDS), EBUSY);
	CHECK_ERR(ioctl(session.fd, KCOV_INIT_TRACE, 512), EBUSY);
	after = trace_of(&session, target_a);
	CHECK(before.n > 0 && after.n > 0);
	disable(&session);
	CHECK_ERR(ioctl(session.fd, KCOV_INIT_TRACE, WORDS), EBUSY);
	CHECK_EQ(session.area[WORDS - 1], 0x5eed);
	session_close(&session);
}
