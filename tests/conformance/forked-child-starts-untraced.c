// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T1: a forked child has nothing enabled: the parent's area stays without its
 * calls, DISABLE is not its own, and it can enable a device of its own.
 * kills: (user space) thread state copied by fork and left armed.
 */
#include "harness.h"
#include "script.h"
#include "target.h"

static struct session parents, childs;

static void child(void *argument)
{
	(void)argument;
	target_b();
	CHECK_ERR(ioctl(parents.fd, KCOV_DISABLE, 0), EINVAL);
	CHECK_ERR(ioctl(parents.fd, KCOV_ENABLE, KCOV_TRACE_PC), EINVAL);
	CHECK_COLLECTS(&childs, target_b);
	target_b();
}

TEST("a forked child is not traced and can trace itself")
{
	struct trace marks, trace;

	parents = session_open(WORDS);
	childs = session_open(WORDS);
	marks = marks_of(&parents, target_b, bustle);
	enable_empty(&parents);
	CHECK_EXIT(fork_child(child, NULL), 0);
	trace = trace_take(&parents);
	CHECK_EQ(trace_marks(&trace, &marks), 0);
	if (host_is_exact())
		CHECK_EQ(trace.n, 0);
	/* The parent goes on. */
	trace = trace_of(&parents, target_b);
	CHECK_EQ(trace_marks(&trace, &marks), marks.n);
	disable(&parents);
	session_close(&parents);
	session_close(&childs);
}
