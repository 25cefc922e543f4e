// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-M5: munmap never affects collection: what was traced without a mapping is
 * there when the area is mapped again.
 * kills: a munmap that disables; (user space) records written through the
 * user's own mapping.
 */
#include "harness.h"
#include "target.h"

TEST_ANYWHERE("collection goes on while the area is not mapped")
{
	struct session session = session_open(WORDS);
	struct trace marks = marks_of(&session, target_b, target_a);
	struct trace trace;

	enable_empty(&session);
	CHECK_OK(munmap(session.area, WORDS * sizeof(unsigned long)));
	target_b();
	session.area = session_map(session.fd, WORDS);
	trace = trace_take(&session);
	CHECK_EQ(trace_marks(&trace, &marks), marks.n);
	disable(&session);
	session_close(&session);
}
