// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T1, S-M4: a forked child begins with no session of its own, but it works
 * for its parent's as any process may: what it does for the parent's handle
 * reaches the parent's device, by its only thread and by another; it cannot
 * have the handle; with a handle of its own it collects for itself.
 * kills: a registry whose sessions point at what the fork took away, a child
 * that withdraws what its parent published.
 */
#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x2201)
#define OWN COMMON(0x2202)

static struct session session;
static struct trace a, b;

static void use_the_handle(void *argument)
{
	(void)argument;
	run_section(HANDLE, target_b);
	run_section_elsewhere(HANDLE, target_b);
}

static void own_a_handle(void *argument)
{
	struct session own = session_open(LISTENER_WORDS);
	struct request request = request_for(HANDLE);

	(void)argument;
	CHECK_ERR(remote_enable(&own, &request), EEXIST);
	remote_listen(&own, OWN);
	run_section(OWN, target_b);
	CHECK_TRACE(&own, &b);
	listener_close(&own);
}

static void fork_children(void *argument)
{
	struct trace twice = trace_joined(&b, &b);

	(void)argument;
	set_count(&session, 0);
	CHECK_EXIT(fork_child(use_the_handle, NULL), 0);
	CHECK_TRACE(&session, &twice);
	set_count(&session, 0);
	CHECK_EXIT(fork_child(own_a_handle, NULL), 0);
	CHECK_EQ(count(&session), 0);
	trace_free(&twice);
}

TEST("a forked child works for its parent's session and not with it")
{
	need_sections();
	session = session_open(LISTENER_WORDS);
	a = trace_alone(&session, target_a);
	b = trace_alone(&session, target_b);
	remote_listen(&session, HANDLE);
	/* By the owner and by another thread; then with an idle private area. */
	fork_children(NULL);
	in_thread(fork_children, NULL);
	CHECK_LEAVES(&session, run_section_elsewhere(HANDLE, target_a), &a);
	fork_children(NULL);
	in_thread(fork_children, NULL);
	CHECK_LEAVES(&session, run_section_elsewhere(HANDLE, target_a), &a);
	listener_close(&session);
}
