// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T1, L-T3: a forked child is one thread, which may end as threads do: it
 * owns nothing of what its parent had enabled, so its end takes nothing away;
 * nor is it in the section that the parent is in.
 * kills: (user space) a clean-up for the thread's end that believes a copy.
 */
#include <pthread.h>

#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x2111)

static struct session session;

/* The last thread of a process: exit status 0. */
static void end_as_a_thread(void *argument)
{
	(void)argument;
	pthread_exit(NULL);
}

static void check_still_enabled(void)
{
	set_count(&session, 0);
	target_a();
	CHECK(count(&session) > 0);
	disable(&session);
}

static void check_local(void *argument)
{
	(void)argument;
	enable(&session);
	CHECK_EXIT(fork_child(end_as_a_thread, NULL), 0);
	check_still_enabled();
}

static void check_remote_owner(void *argument)
{
	(void)argument;
	remote_listen(&session, HANDLE);
	CHECK_EXIT(fork_child(end_as_a_thread, NULL), 0);
	/* The session is there, and its handle. */
	section_start(HANDLE);
	CHECK_EXIT(fork_child(end_as_a_thread, NULL), 0);
	set_count(&session, 0);
	target_a();
	section_stop();
	CHECK(count(&session) > 0);
	disable(&session);
}

TEST("a forked child that ends as a thread ends nothing of its parent's")
{
	session = session_open(LISTENER_WORDS);
	check_local(NULL);
	in_thread(check_local, NULL);
	if (host_has_remote() && host_has_sections()) {
		check_remote_owner(NULL);
		in_thread(check_remote_owner, NULL);
	}
	session_close(&session);
}
