// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * T1, M4: after a fork the child names a handle of its parent's session, which
 * lives in the parent's process: whatever comes of it, the child goes on, can
 * have a session of its own with that very handle, and the parent's device gets
 * no part of what a session of the child collects.
 * kills: a registry whose sessions point at what the fork took away.
 */
#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x2201)

static struct session session;
static struct trace a, b;

static void use_the_handle(void *argument)
{
	(void)argument;
	run_section(HANDLE, target_b);
	run_section_elsewhere(HANDLE, target_b);
}

static void own_the_handle(void *argument)
{
	struct session own = session_open(LISTENER_WORDS);

	(void)argument;
	if (host_is_kernel()) {
		struct request request = request_for(HANDLE);

		CHECK_ERR(remote_enable(&own, &request), EEXIST);
		return;
	}
	remote_listen(&own, HANDLE);
	run_section(HANDLE, target_b);
	CHECK_TRACE(&own, &b);
	listener_close(&own);
}

static void fork_children(void *argument)
{
	(void)argument;
	CHECK_EXIT(fork_child(use_the_handle, NULL), 0);
	set_count(&session, 0);
	CHECK_EXIT(fork_child(own_the_handle, NULL), 0);
	CHECK_EQ(count(&session), 0);
}

TEST("a forked child survives sections for the handles of its parent")
{
	need_sections();
	session = session_open(LISTENER_WORDS);
	a = trace_alone(&session, target_a);
	b = trace_alone(&session, target_b);
	remote_listen(&session, HANDLE);
	/* By the owner and by another thread; then with an idle private area. */
	fork_children(NULL);
	in_thread(fork_children, NULL);
	run_section_elsewhere(HANDLE, target_a);
	CHECK_TRACE(&session, &a);
	fork_children(NULL);
	in_thread(fork_children, NULL);
	set_count(&session, 0);
	run_section_elsewhere(HANDLE, target_a);
	CHECK_TRACE(&session, &a);
	listener_close(&session);
}
