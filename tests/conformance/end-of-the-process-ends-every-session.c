// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T3: a process whose threads all collect is ended by one of them, or by
 * somebody else: every device can be enabled at once and holds what was
 * written. A first thread that ends alone ends its own session only.
 * kills: (user space) sessions that only their own thread can end; a leader
 * that counts as alive because its process is.
 */
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>

#include "harness.h"
#include "target.h"

#define THREADS 4

static struct session sessions[THREADS + 1];
static struct gate ready, over;

static void *collect_for_ever(void *argument)
{
	enable(argument);
	target_a();
	gate_open(&ready);
	for (;;)
		target_a();
	return NULL;
}

static void collect_everywhere(void)
{
	pthread_t thread;
	int i;

	for (i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_create(&thread, NULL, collect_for_ever,
					&sessions[i]),
			 0);
	enable(&sessions[THREADS]);
	target_a();
	for (i = 0; i < THREADS; i++)
		gate_wait(&ready);
}

static void *end_process(void *argument)
{
	((void (*)(void))argument)();
	return NULL;
}

static void by_exit(void)
{
	exit(0);
}

static void by_exit_group(void)
{
	syscall(SYS_exit_group, 0);
}

static void by_kill(void)
{
	kill(getpid(), SIGKILL);
}

static void check_all_free(void)
{
	int i;

	for (i = 0; i <= THREADS; i++) {
		struct trace trace = trace_take(&sessions[i]);

		CHECK(trace.n > 0);
		trace_free(&trace);
		trace = trace_alone(&sessions[i], target_a);
		CHECK(trace.n > 0);
		trace_free(&trace);
	}
}

static void end_from_a_thread(void *end)
{
	pthread_t thread;

	collect_everywhere();
	CHECK_EQ(pthread_create(&thread, NULL, end_process, end), 0);
	for (;;)
		target_a();
}

static void execute(void *argument)
{
	char *const argv[] = { "second-program", "none", NULL };

	(void)argument;
	collect_everywhere();
	disable(&sessions[THREADS]);
	execv(second_program(), argv);
}

static void leader_ends(void *raw)
{
	collect_everywhere();
	gate_open(&over);
	if (raw)
		syscall(SYS_exit, 0);
	pthread_exit(NULL);
}

/* The process lives on, but one of its sessions is over. */
static void check_leader_alone(void *raw)
{
	pid_t pid = fork_child(leader_ends, raw);

	gate_wait(&over);
	/* It is on its way out: not before it is gone. */
	while (ioctl(sessions[THREADS].fd, KCOV_ENABLE, KCOV_TRACE_PC))
		CHECK_EQ(errno, EINVAL);
	CHECK_ERR(ioctl(sessions[0].fd, KCOV_ENABLE, KCOV_TRACE_PC), EINVAL);
	disable(&sessions[THREADS]);
	CHECK_OK(kill(pid, SIGKILL));
	CHECK_KILLED(pid, SIGKILL);
	check_all_free();
}

TEST("the end of a process ends the sessions of all its threads")
{
	int i;

	ready = gate_make();
	over = gate_make();
	for (i = 0; i <= THREADS; i++)
		sessions[i] = session_open(WORDS);
	CHECK_EXIT(fork_child(end_from_a_thread, by_exit), 0);
	check_all_free();
	CHECK_EXIT(fork_child(end_from_a_thread, by_exit_group), 0);
	check_all_free();
	CHECK_KILLED(fork_child(end_from_a_thread, by_kill), SIGKILL);
	check_all_free();
	CHECK_EXIT(fork_child(execute, NULL), 3);
	check_all_free();
	check_leader_alone(NULL);
	check_leader_alone("raw");
}
