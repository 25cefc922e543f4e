// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * E-tasks, L-T1, L-T3: with unique PCs, with edges and with comparisons beside:
 * children of fork and vfork and other threads leave no record in the area, not
 * while it is empty and not while it is full; owners that exit, are killed or
 * execute leave a device that others enable; an own section does not disturb
 * what is around it; two threads have two devices.
 * kills: a forked child that believes its copy of what stands beside the area;
 * a session that leaves its set behind for the next.
 */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "extended.h"
#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x7e11)

static struct session session;
static unsigned long alone;

static void call_all(void *unused)
{
	unsigned int i;

	(void)unused;
	for (i = 0; i < TARGET_PATHS; i++)
		target_path(i);
}

static void fork_and_wait(void)
{
	CHECK_EXIT(fork_child(call_all, NULL), 0);
}

/* 32-bit programs for x86 have libc's vfork (doc/compat.md). */
static void run_vfork(void)
{
#ifdef __i386__
	pid_t pid = host_is(USER) ? fork() : vfork();
#else
	pid_t pid = vfork();
#endif

	if (!pid) {
		target_b();
		_exit(0);
	}
	CHECK_EXIT(pid, 0);
}

static void run_thread(void)
{
	in_thread(call_all, NULL);
}

/* In kernels the task that waits leaves records of its own. */
static void check_others(void (*others)(void))
{
	enable_empty(&session);
	others();
	if (!host_is_kernel()) {
		CHECK_EQ(count(&session), 0);
		target_a();
		CHECK_EQ(count(&session), alone);
		others();
		CHECK_EQ(count(&session), alone);
	}
	disable(&session);
}

/* The area is 0 all over, which tells nobody what to do. */
static void enable_and_exit(void *unused)
{
	(void)unused;
	enable_empty(&session);
	target_a();
	_exit(count(&session) ? 7 : 1);
}

static void enable_and_die(void *unused)
{
	(void)unused;
	enable_empty(&session);
	target_a();
	raise(SIGKILL);
}

static void enable_in_thread(void *unused)
{
	(void)unused;
	enable(&session);
	target_b();
}

static unsigned long count_alone(void)
{
	unsigned long n;

	enable(&session);
	CHECK_OK(ioctl(session.fd, KCOV_RESET_TRACE, 0));
	set_count(&session, 0);
	target_a();
	n = count(&session);
	disable(&session);
	return n;
}

static void check_ends(void)
{
	struct kcov_setup setup = { .size = sizeof(setup) };

	CHECK_EXIT(fork_child(enable_and_exit, NULL), 7);
	CHECK(count_alone() > 0);
	CHECK_KILLED(fork_child(enable_and_die, NULL), SIGKILL);
	/* SETUP finds out, too, that nobody has it any more. */
	setup.feedback = query_of(&session).feedback;
	setup.cmp_words = query_of(&session).cmp_words;
	CHECK_OK(ioctl(session.fd, KCOV_SETUP, &setup));
	in_vanishing_thread(enable_in_thread, NULL);
	in_thread(enable_in_thread, NULL);
	if (!host_is_kernel())
		CHECK_EQ(count_alone(), alone);
}

static void exec_traced(void *unused)
{
	(void)unused;
	enable(&session);
	exec_and_call();
}

static void check_exec(void)
{
	struct trace trace;

	if (has_target_in_kernel())
		return;
	trace = executed_trace(&session,
			       fork_until_executed(exec_traced, NULL));
	CHECK(trace.n > 0);
	CHECK(count_alone() > 0);
}

static void section_around(void)
{
	target_a();
	run_section(HANDLE, target_b);
}

/* A task with two devices: one that it is the remote owner of. */
static void check_section(unsigned int feedback)
{
	struct session listener = session_open(edges_words(16));

	set_up(&listener, (struct kcov_setup){ .feedback = feedback });
	remote_listen(&listener, HANDLE);
	enable_empty(&session);
	set_count(&listener, 0);
	section_around();
	CHECK(count(&listener) > 0);
	CHECK_EQ(count(&session), alone);
	disable(&session);
	listener_close(&listener);
}

static void check_sections(void)
{
	if (!host_has_remote() || !host_has_sections() || host_is_kernel())
		return;
	check_section(KCOV_FEEDBACK_TRACE);
	check_section(KCOV_FEEDBACK_UNIQUE);
	check_section(KCOV_FEEDBACK_EDGES);
}

static void check_device(struct kcov_setup setup)
{
	session = session_open(edges_words(16));
	set_up(&session, setup);
	alone = count_alone();
	CHECK(alone > 0);
	check_others(fork_and_wait);
	check_others(run_vfork);
	check_others(run_thread);
	check_ends();
	check_exec();
	check_sections();
	CHECK(!(stat_of(&session).flags & KCOV_STAT_TRUNCATED));
	session_close(&session);
}

/* A full area is where a child would go on to count. */
static void check_full(void)
{
	struct session small = session_open(page_words());
	unsigned long lost;
	int i;

	session = small;
	enable(&small);
	for (i = 0; i < 1000; i++)
		target_a();
	lost = stat_of(&small).lost_full;
	CHECK(lost > 0);
	if (!host_is_kernel()) {
		fork_and_wait();
		run_vfork();
		run_thread();
		CHECK_EQ(stat_of(&small).lost_full, lost);
	}
	disable(&small);
	session_close(&small);
}

TEST("a feedback is of the task that enabled it, and of nobody else")
{
	need_extended();
	check_device((struct kcov_setup){ .feedback = KCOV_FEEDBACK_UNIQUE });
	check_device((struct kcov_setup){ .feedback = KCOV_FEEDBACK_EDGES });
	if (host_has_comparisons())
		check_device((struct kcov_setup){ .cmp_words = 1024 });
	check_full();
}
