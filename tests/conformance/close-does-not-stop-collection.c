// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-O4: closing the last descriptor while enabled goes on filling the mapping
 * until the thread ends; the mapping keeps the device alive.
 * kills: a release that disables or frees the buffer.
 */
#include "harness.h"
#include "script.h"
#include "target.h"

static struct session session;

static void trace_after_close(void *argument)
{
	struct trace before, after;

	(void)argument;
	enable(&session);
	before = trace_of(&session, target_a);
	CHECK(before.n > 0);
	CHECK_OK(close(session.fd));
	after = trace_of(&session, target_a);
	CHECK(after.n > 0);
	if (host_is_exact())
		CHECK(trace_equal(&before, &after));
}

TEST_ANYWHERE("after close of the last descriptor the mapping goes on filling")
{
	session = session_open(WORDS);
	in_thread(trace_after_close, NULL);
	/* The thread has ended: that stopped it. */
	set_count(&session, 0);
	target_a();
	CHECK_EQ(count(&session), 0);
	CHECK_OK(munmap(session.area, WORDS * sizeof(unsigned long)));
}
