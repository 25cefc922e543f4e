// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T1: a child made behind libc's back starts untraced too.
 * kills: (user space) a fork handler as the only place where a child is told.
 */
#include <signal.h>
#include <sys/syscall.h>

#include "harness.h"
#include "script.h"
#include "target.h"

TEST("a child of a raw clone is not traced")
{
	struct session session = session_open(WORDS);
	struct trace marks = marks_of(&session, target_b, bustle);
	struct trace trace;
	long pid;

	enable_empty(&session);
	pid = CHECK_OK(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
	if (!pid) {
		target_b();
		CHECK_ERR(ioctl(session.fd, KCOV_DISABLE, 0), EINVAL);
		target_b();
		syscall(SYS_exit_group, 0);
	}
	CHECK_EXIT(pid, 0);
	trace = trace_take(&session);
	CHECK_EQ(trace_marks(&trace, &marks), 0);
	if (host_is_exact())
		CHECK_EQ(trace.n, 0);
	trace = trace_of(&session, target_b);
	CHECK_EQ(trace_marks(&trace, &marks), marks.n);
	disable(&session);
	session_close(&session);
}
