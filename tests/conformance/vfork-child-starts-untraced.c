// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * T1: a vfork child, which borrows its parent's memory, is a thread of its own.
 * kills: a fork path that copies the session when the memory is shared.
 */
#include "harness.h"
#include "target.h"

TEST("a vfork child is not traced")
{
	struct session session;
	struct trace marks, trace;
	pid_t pid;

	if (host_is(USER))
		SKIP("the child has its parent's thread block until it execs, "
		     "and may do nothing before");
	session = session_open(WORDS);
	marks = marks_of(&session, target_b, bustle);
	enable(&session);
	set_count(&session, 0);
	pid = vfork();
	if (!pid) {
		target_b();
		_exit(0);
	}
	CHECK_EXIT(pid, 0);
	trace = trace_take(&session);
	CHECK_EQ(trace_marks(&trace, &marks), 0);
	trace = trace_of(&session, target_b);
	CHECK_EQ(trace_marks(&trace, &marks), marks.n);
	disable(&session);
	session_close(&session);
}
