// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-E5: ENABLE does not reset the count. In a kernel the tail of the ioctl
 * itself is traced; in user space nothing is traced in between.
 * kills: ENABLE clears the count.
 */
#include "harness.h"
#include "script.h"
#include "target.h"

#define BEFORE 1000

TEST_ANYWHERE("ENABLE leaves the count as it is and records follow it")
{
	struct session session = session_open(WORDS);
	unsigned long n;

	session.area[BEFORE] = 0x5eed;
	set_count(&session, BEFORE);
	enable(&session);
	n = count(&session);
	if (host_is_exact())
		CHECK_EQ(n, BEFORE);
	else
		CHECK(n > BEFORE);
	target_a();
	CHECK(count(&session) > n);
	disable(&session);
	CHECK_EQ(session.area[1], 0);
	CHECK_EQ(session.area[BEFORE], 0x5eed);
	CHECK(session.area[BEFORE + 1] != 0);
	session_close(&session);
}
