// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-E5: ENABLE does not require mmap; what was collected is there to be mapped.
 * kills: EINVAL for a device without a mapping, as before 2022.
 */
#include "harness.h"
#include "target.h"

TEST_ANYWHERE("a device that was never mapped collects")
{
	struct session session = { .fd = device_open(), .words = WORDS };
	unsigned long n;

	CHECK_OK(ioctl(session.fd, KCOV_INIT_TRACE, WORDS));
	enable(&session);
	target_a();
	disable(&session);
	session.area = session_map(session.fd, WORDS);
	n = count(&session);
	CHECK(n > 0 && n < WORDS);
	CHECK(session.area[n] != 0);
	CHECK_EQ(session.area[n + 1], 0);
	session_close(&session);
}
