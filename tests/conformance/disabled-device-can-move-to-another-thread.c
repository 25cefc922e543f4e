// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-D2: after DISABLE any thread of any process may enable the device again,
 * with the mapping made before.
 * kills: the owner kept after DISABLE.
 */
#include "harness.h"
#include "target.h"

static struct session session;

static void trace_here(void *argument)
{
	struct trace trace = trace_alone(&session, target_a);

	(void)argument;
	CHECK(trace.n > 0);
}

TEST("a device can be enabled again by its thread, another, and a child")
{
	session = session_open(WORDS);
	trace_here(NULL);
	trace_here(NULL);
	in_thread(trace_here, NULL);
	CHECK_EXIT(fork_child(trace_here, NULL), 0);
	trace_here(NULL);
	session_close(&session);
}
