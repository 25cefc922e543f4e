// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T1, L-T2: a child that was forked while its parent collects, and then
 * executes another program, inherits the descriptor and nothing else: the
 * program collects nothing, and the parent goes on.
 * kills: (user space) a program that adopts any enabled device it finds.
 */
#include "harness.h"
#include "script.h"
#include "target.h"

static void execute(void *argument)
{
	(void)argument;
	exec_and_call();
}

TEST("a program that a child executes leaves its parent's device alone")
{
	struct session session = session_open(WORDS);
	struct trace marks = marks_of(&session, target_b, bustle);
	struct trace trace;

	if (has_target_in_kernel())
		SKIP("an executed program knows no way to this target");
	enable(&session);
	trace = executed_trace(&session, fork_until_executed(execute, NULL));
	/* There the program's addresses are others. */
	if (host_is_exact())
		CHECK_EQ(trace.n, 0);
	CHECK_EQ(trace_marks(&trace, &marks), 0);
	trace = trace_of(&session, target_b);
	CHECK_EQ(trace_marks(&trace, &marks), marks.n);
	disable(&session);
	session_close(&session);
}
