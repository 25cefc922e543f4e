// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-M2, L-M3, L-P5, L-T3: a supervisor in another process maps the device, for
 * reading only and for writing, follows the count while the target runs and
 * resets it, and after the target crashed or was killed reads what it did last
 * and gives the device to the next.
 * kills: an area that is the target's alone; records that die with it.
 */
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "harness.h"
#include "target.h"

static struct session session;
static const unsigned long *view;
static struct gate enabled, go;

/* The count in the mapping for reading only. */
static unsigned long seen(void)
{
	return __atomic_load_n(&view[0], __ATOMIC_ACQUIRE);
}

static void no_core_file(void)
{
	struct rlimit none = { 0 };

	setrlimit(RLIMIT_CORE, &none);
}

static void run_until_killed(void *argument)
{
	(void)argument;
	enable(&session);
	gate_open(&enabled);
	for (;;)
		target_a();
}

static void crash(void *argument)
{
	volatile int *nowhere = CHECK_OK(
		mmap(NULL, 1, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));

	(void)argument;
	no_core_file();
	enable(&session);
	gate_open(&enabled);
	gate_wait(&go);
	set_count(&session, 0);
	target_b();
	*nowhere = 0;
}

/* Followed and reset from here while it runs, then killed. */
static void check_running(void)
{
	pid_t pid = fork_child(run_until_killed, NULL);
	int round;

	gate_wait(&enabled);
	for (round = 0; round < 30; round++) {
		unsigned long i, n;

		set_count(&session, 0);
		/* Full before we look is fine as well. */
		while ((n = seen()) < 20)
			sched_yield();
		CHECK(n < session.words);
		for (i = 1; i < 20; i++)
			CHECK(view[i] != 0);
	}
	CHECK_ERR(ioctl(session.fd, KCOV_ENABLE, KCOV_TRACE_PC), EINVAL);
	CHECK_OK(kill(pid, SIGKILL));
	CHECK_KILLED(pid, SIGKILL);
	CHECK(seen() >= 20 && seen() < session.words);
	CHECK_EQ(seen(), count(&session));
}

static void check_crashed(const struct trace *marks)
{
	pid_t pid = fork_child(crash, NULL);
	struct trace last;
	int status;

	gate_wait(&enabled);
	gate_open(&go);
	status = wait_status(pid);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
	last = trace_take(&session);
	CHECK_EQ(trace_marks(&last, marks), marks->n);
	CHECK_EQ(seen(), last.n);
	CHECK(!memcmp(view + 1, last.pc, last.n * sizeof(unsigned long)));
	trace_free(&last);
}

TEST("a supervisor reads while the target runs and after it crashed")
{
	struct trace marks;
	int round;

	session = session_open(WORDS);
	view = CHECK_OK(mmap(NULL, WORDS * sizeof(unsigned long), PROT_READ,
			     MAP_SHARED, session.fd, 0));
	marks = marks_of(&session, target_b, bustle);
	enabled = gate_make();
	go = gate_make();
	for (round = 0; round < 3; round++) {
		check_running();
		check_crashed(&marks);
		CHECK_COLLECTS(&session, target_a);
	}
	session_close(&session);
}
