// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T2: the session is the thread's, and so also goes with a thread that is not
 * the first of its process through exec. In user space the thread's identity
 * ends there (exec gives it another number), so collection ends, as at exit.
 * kills: a device that stays taken by a thread that no longer exists.
 */
#include "harness.h"
#include "script.h"
#include "target.h"

static void exec_traced(void *argument)
{
	enable(argument);
	exec_and_call();
}

static void exec_in_thread(void *argument)
{
	in_thread(exec_traced, argument);
}

TEST("exec by a traced second thread leaves the device in a defined state")
{
	struct session session = session_open(WORDS);
	struct trace marks = marks_of(&session, target_b, bustle);
	struct trace trace;

	if (has_target_in_kernel())
		SKIP("the program to be executed knows no way to this target");
	trace = executed_trace(&session,
			       fork_until_executed(exec_in_thread, &session));
	if (host_is(USER))
		CHECK_EQ(trace.n, 0);
	else
		CHECK_EQ(trace_marks(&trace, &marks), marks.n);
	CHECK_COLLECTS(&session, target_b);
	session_close(&session);
}
