// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T3, L-O4: a thread that ends, or is killed, with a local and a remote
 * session lets go of both devices and of the handle.
 * kills: an exit that ends the session it finds first.
 */
#include <signal.h>

#include "remote.h"
#include "target.h"
#include "versions.h"

#define HANDLE COMMON(0x7211)

static struct session local, remote;
static struct request wanted;

static void own_both(void *unused)
{
	(void)unused;
	enable(&local);
	CHECK_OK(remote_enable(&remote, &wanted));
	target_a();
}

static void own_both_and_die(void *unused)
{
	own_both(unused);
	raise(SIGKILL);
}

static void check_both_are_free(void)
{
	CHECK_OK(remote_enable(&remote, &wanted));
	CHECK_COLLECTS(&local, target_a);
	disable(&remote);
}

TEST("an exit ends the local and the remote session of a task")
{
	need_remote();
	if (!host_has_both())
		SKIP("before Linux 7.2 a task has one session");
	local = session_open(WORDS);
	remote = session_open(WORDS);
	wanted = request_for(HANDLE);
	in_thread(own_both, NULL);
	check_both_are_free();
	CHECK_EXIT(fork_child(own_both, NULL), 0);
	check_both_are_free();
	CHECK_KILLED(fork_child(own_both_and_die, NULL), SIGKILL);
	check_both_are_free();
	session_close(&local);
	session_close(&remote);
}
