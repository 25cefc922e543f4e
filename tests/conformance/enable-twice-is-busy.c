// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-E2, S-D1, S-D5: a thread with an enabled device gets EBUSY from any other,
 * which stays unchanged, while the first goes on.
 * kills: ENABLE that replaces the thread's device; L-E3 checked before E2.
 */
#include "harness.h"
#include "target.h"

TEST_ANYWHERE("a thread can enable only one device: EBUSY for the second")
{
	struct session first = session_open(WORDS);
	struct session second = session_open(WORDS);
	struct trace before, after;

	enable(&first);
	before = trace_of(&first, target_a);
	CHECK_ERR(ioctl(second.fd, KCOV_ENABLE, KCOV_TRACE_PC), EBUSY);
	CHECK_ERR(ioctl(second.fd, KCOV_ENABLE, KCOV_TRACE_CMP), EBUSY);
	CHECK_ERR(ioctl(second.fd, KCOV_ENABLE, 77), EBUSY);
	after = trace_of(&first, target_a);
	CHECK(before.n > 0 && after.n > 0);
	CHECK_EQ(count(&second), 0);
	CHECK_ERR(ioctl(second.fd, KCOV_DISABLE, 0), EINVAL);
	disable(&first);

	/* Both are as good as new. */
	CHECK_COLLECTS(&second, target_a);
	CHECK_COLLECTS(&first, target_a);
	session_close(&first);
	session_close(&second);
}
