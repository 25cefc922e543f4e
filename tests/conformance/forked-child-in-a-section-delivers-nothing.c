// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T1, S-M4: a child that is forked inside a section starts outside of any:
 * what it executes and its stop deliver nothing, to its parent's device or
 * anywhere; the parent's section has all of its own records and none of the
 * child's.
 * kills: a child that goes on in its copy of the private area.
 */
#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x2101)

static struct session session;
static struct trace aa;

static void child(void *argument)
{
	(void)argument;
	target_b();
	section_stop();
	target_b();
	section_stop();
}

static void fork_inside(void *argument)
{
	(void)argument;
	section_start(HANDLE);
	target_a();
	CHECK_EXIT(fork_child(child, NULL), 0);
	CHECK_EQ(count(&session), 0);
	target_a();
	section_stop();
	CHECK_TRACE(&session, &aa);
}

TEST("a child that is forked in a section delivers nothing")
{
	struct trace a;

	need_sections();
	session = session_open(LISTENER_WORDS);
	a = trace_alone(&session, target_a);
	aa = trace_joined(&a, &a);
	remote_listen(&session, HANDLE);
	set_count(&session, 0);
	in_thread(fork_inside, NULL);
	/* The owner in a section of its own. */
	set_count(&session, 0);
	fork_inside(NULL);
	listener_close(&session);
}
