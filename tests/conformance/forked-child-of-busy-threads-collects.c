// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T1, L-X4, U-registry: 64 threads are in sections for a session, which has
 * all its private areas in use then; a child that is forked meanwhile has none
 * of these threads. It works for the session as any process may: what it does
 * is delivered.
 * kills: (user space) a child that takes its parent's sessions over, and what
 * threads had of them that it has not.
 */
#include <pthread.h>

#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x6601)
#define THREADS 64

static struct gate inside, go_on;

static void *stay_inside(void *unused)
{
	section_start(HANDLE);
	gate_open(&inside);
	gate_wait(&go_on);
	section_stop();
	return unused;
}

TEST("a child that is forked while all areas are in use collects")
{
	pthread_t threads[THREADS];
	struct session session;
	struct trace alone;
	int i;

	need_domains();
	inside = gate_make();
	go_on = gate_make();
	session = session_open(LISTENER_WORDS);
	alone = trace_alone(&session, target_a);
	remote_listen(&session, HANDLE);
	for (i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_create(&threads[i], NULL, stay_inside, NULL),
			 0);
	for (i = 0; i < THREADS; i++)
		gate_wait(&inside);
	CHECK_LEAVES(&session, run_section_in_child(HANDLE, target_a), &alone);
	for (i = 0; i < THREADS; i++)
		gate_open(&go_on);
	for (i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_join(threads[i], NULL), 0);
	listener_close(&session);
	trace_free(&alone);
}
