// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T1, U-registry: a worker that worked for a client before it forks has
 * children, and they have children, that work for the same client too.
 * kills: (user space) a child that believes to have what its parent has open.
 */
#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x6301)
#define GENERATIONS 3

static struct session session;
static struct gate served, next;

/* Works twice; in between its descendants do. */
static void serve(void *argument)
{
	int generations = *(int *)argument;

	run_section(HANDLE, target_a);
	gate_open(&served);
	gate_wait(&next);
	if (--generations)
		CHECK_EXIT(fork_child(serve, &generations), 0);
	run_section(HANDLE, target_b);
	gate_open(&served);
	gate_wait(&next);
}

static void check_next(const struct trace *want)
{
	gate_wait(&served);
	CHECK_TRACE(&session, want);
	set_count(&session, 0);
	gate_open(&next);
}

TEST("a worker that served a client has children that serve it")
{
	struct trace a, b;
	int generations = GENERATIONS;
	pid_t pid;
	int i;

	need_sections();
	served = gate_make();
	next = gate_make();
	session = session_open(LISTENER_WORDS);
	a = trace_alone(&session, target_a);
	b = trace_alone(&session, target_b);
	remote_listen(&session, HANDLE);
	set_count(&session, 0);
	pid = fork_child(serve, &generations);
	for (i = 0; i < GENERATIONS; i++)
		check_next(&a);
	for (i = 0; i < GENERATIONS; i++)
		check_next(&b);
	CHECK_EXIT(pid, 0);
	listener_close(&session);
}
