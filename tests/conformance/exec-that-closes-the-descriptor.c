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

static struct gate ready, go;

static void exec_traced(void *argument)
{
	enable(argument);
	exec_second_program("call", go.reader, ready.writer);
}

static void exec_and_look(void *argument)
{
	exec_second_program("closed", ((struct session *)argument)->fd, -1);
}

TEST("with O_CLOEXEC the descriptor is gone after exec")
{
	struct session session;
	struct trace marks, trace;
	pid_t pid;

	if (has_target_in_kernel())
		SKIP("the program to be executed knows no way to this target");
	session.words = WORDS;
	session.fd = CHECK_OK(open(KCOV_PATH, O_RDWR | O_CLOEXEC));
	CHECK_EQ(fcntl(session.fd, F_GETFD), FD_CLOEXEC);
	CHECK_OK(ioctl(session.fd, KCOV_INIT_TRACE, WORDS));
	session.area = session_map(session.fd, WORDS);
	marks = marks_of(&session, target_b, bustle);
	CHECK_EXIT(fork_child(exec_and_look, &session), 0);

	ready = gate_make();
	go = gate_make();
	pid = fork_child(exec_traced, &session);
	gate_wait(&ready);
	set_count(&session, 0);
	gate_open(&go);
	gate_wait(&ready);
	trace = trace_take(&session);
	if (host_is(USER))
		CHECK_EQ(trace.n, 0);
	else
		CHECK_EQ(trace_marks(&trace, &marks), marks.n);
	CHECK_EXIT(pid, 0);
	trace = trace_alone(&session, target_b);
	CHECK(trace.n > 0);
	session_close(&session);
}
