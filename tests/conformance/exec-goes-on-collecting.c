// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T2, S-D15: exec resets nothing: the thread's new program is traced into the
 * same area until it exits.
 * kills: DISABLE at exec; (user space) a library that forgets over an exec.
 */
#include "harness.h"
#include "script.h"
#include "target.h"

static void exec_traced(void *argument)
{
	enable(argument);
	exec_and_call();
}

TEST("a program executed by a traced thread is traced")
{
	struct session session = session_open(WORDS);
	struct trace marks = marks_of(&session, target_b, bustle);
	struct trace alone = trace_alone(&session, target_b);
	struct trace trace;
	pid_t pid;

	if (has_target_in_kernel())
		SKIP("the program to be executed knows no way to this target");
	pid = fork_until_executed(exec_traced, &session);
	CHECK_ERR(ioctl(session.fd, KCOV_ENABLE, KCOV_TRACE_PC), EINVAL);
	trace = executed_trace(&session, pid);
	if (host_is(USER))
		/* Another program: other addresses, but the same steps. */
		CHECK_EQ(trace.n, alone.n);
	else
		CHECK_EQ(trace_marks(&trace, &marks), marks.n);
	/* Its exit has disabled it. */
	CHECK_COLLECTS(&session, target_b);
	session_close(&session);
}
