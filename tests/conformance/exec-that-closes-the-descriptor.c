// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T2: O_CLOEXEC closes the descriptor at exec but the thread stays enabled;
 * in user space nothing is left that could go on, so collection ends there.
 * kills: O_CLOEXEC dropped by open; (user space) a library that keeps a secret
 * copy of the descriptor over exec.
 */
#include "harness.h"
#include "script.h"
#include "target.h"

static void exec_traced(void *argument)
{
	enable(argument);
	exec_and_call();
}

static void exec_and_look(void *argument)
{
	exec_second_program("closed", ((struct session *)argument)->fd, -1);
}

TEST("with O_CLOEXEC the descriptor is gone after exec")
{
	struct session session;
	struct trace marks, trace;

	if (has_target_in_kernel())
		SKIP("the program to be executed knows no way to this target");
	session.words = WORDS;
	session.fd = CHECK_OK(open(KCOV_PATH, O_RDWR | O_CLOEXEC));
	CHECK_EQ(fcntl(session.fd, F_GETFD), FD_CLOEXEC);
	CHECK_OK(ioctl(session.fd, KCOV_INIT_TRACE, WORDS));
	session.area = session_map(session.fd, WORDS);
	marks = marks_of(&session, target_b, bustle);
	CHECK_EXIT(fork_child(exec_and_look, &session), 0);

	trace = executed_trace(&session,
			       fork_until_executed(exec_traced, &session));
	if (host_is(USER))
		CHECK_EQ(trace.n, 0);
	else
		CHECK_EQ(trace_marks(&trace, &marks), marks.n);
	CHECK_COLLECTS(&session, target_b);
	session_close(&session);
}
