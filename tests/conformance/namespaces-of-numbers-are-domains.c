// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * U-registry: owners are known by their numbers, so processes that number each
 * other differently share no domain, whatever folder they have: one of another
 * namespace neither works for a session nor takes its handle away, whose owner
 * is not there as it sees it.
 * kills: (user space) a domain that is known by its folder alone.
 */
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>

#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x6801)
#define NO_PRIVILEGE 7

static struct gate ready, go;

/* With a /proc of its own, where the owner is not. */
static void work(void *unused)
{
	bool good = !unshare(CLONE_NEWNS) &&
		    !mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) &&
		    !mount("proc", "/proc", "proc", 0, NULL);

	(void)unused;
	gate_open(&ready);
	if (!good)
		_exit(NO_PRIVILEGE);
	gate_wait(&go);
	run_section(HANDLE, target_a);
}

/* Its child is the first of a namespace of its own, and joins nothing yet. */
static void leave(void *unused)
{
	int status;

	(void)unused;
	if (unshare(CLONE_NEWPID)) {
		gate_open(&ready);
		_exit(NO_PRIVILEGE);
	}
	status = wait_status(fork_child(work, NULL));
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
}

TEST("processes of two namespaces of numbers share no domain")
{
	struct session session;
	struct trace alone;
	pid_t elsewhere;
	int status;

	need_domains();
	ready = gate_make();
	go = gate_make();
	elsewhere = fork_child(leave, NULL);
	gate_wait(&ready);
	session = session_open(LISTENER_WORDS);
	alone = trace_alone(&session, target_a);
	remote_listen(&session, HANDLE);
	set_count(&session, 0);
	gate_open(&go);
	status = wait_status(elsewhere);
	if (WIFEXITED(status) && WEXITSTATUS(status) == NO_PRIVILEGE)
		SKIP("nobody has a namespace of numbers without privileges");
	CHECK_EQ(status, 0);
	CHECK_EQ(count(&session), 0);
	run_section_in_child(HANDLE, target_a);
	CHECK_TRACE(&session, &alone);
	listener_close(&session);
	trace_free(&alone);
}
