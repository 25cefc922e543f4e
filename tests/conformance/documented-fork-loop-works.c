// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T1, L-T3: the documentation's fork loop: the parent opens, sizes and maps;
 * each child only enables, and its end disables.
 * kills: a device tied to the process that opened it.
 */
#include "harness.h"
#include "target.h"

#define CHILDREN 100

static struct session session;

static void child(void *argument)
{
	enable_empty(&session);
	if (argument)
		target_a();
	else
		target_b();
	/* Out of the reach of the exit path, which a kernel records too. */
	session.area[session.words - 1] = count(&session);
}

TEST("children of a fork loop need only to enable")
{
	struct trace marks_a, marks_b, trace;
	int i;

	session = session_open(WORDS);
	marks_a = marks_of(&session, target_a, target_b);
	marks_b = marks_of(&session, target_b, target_a);
	for (i = 0; i < CHILDREN; i++) {
		unsigned long n;

		CHECK_EXIT(fork_child(child, i & 1 ? &session : NULL), 0);
		n = session.area[session.words - 1];
		CHECK(n > 0 && n <= count(&session));
		set_count(&session, n);
		trace = trace_take(&session);
		CHECK_EQ(trace_marks(&trace, &marks_a), i & 1 ? marks_a.n : 0);
		CHECK_EQ(trace_marks(&trace, &marks_b), i & 1 ? 0 : marks_b.n);
		trace_free(&trace);
	}
	session_close(&session);
}
