// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-X4, L-X6: sections are appended whole, in the order in which they stop and
 * not in that in which they started, behind what is in the area already.
 * kills: an order of starts; records of two sections mixed; a delivery that
 * begins at slot 1.
 */
#include <pthread.h>

#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x1101)

static struct gate started[2], stop[2];

static void *first(void *argument)
{
	section_start(HANDLE);
	target_a();
	gate_open(&started[0]);
	gate_wait(&stop[0]);
	target_a();
	section_stop();
	return argument;
}

static void *second(void *argument)
{
	section_start(HANDLE);
	target_b();
	gate_open(&started[1]);
	gate_wait(&stop[1]);
	section_stop();
	return argument;
}

TEST_ANYWHERE("sections are appended in the order in which they stop")
{
	struct trace a, b, path, aa, want;
	pthread_t threads[2];
	struct session session;
	int i;

	need_sections();
	session = session_open(LISTENER_WORDS);
	a = trace_alone(&session, target_a);
	b = trace_alone(&session, target_b);
	aa = trace_joined(&a, &a);
	for (i = 0; i < 2; i++) {
		started[i] = gate_make();
		stop[i] = gate_make();
	}
	set_count(&session, 0);
	remote_listen(&session, HANDLE);
	CHECK_EQ(pthread_create(&threads[0], NULL, first, NULL), 0);
	gate_wait(&started[0]);
	CHECK_EQ(pthread_create(&threads[1], NULL, second, NULL), 0);
	gate_wait(&started[1]);
	CHECK_EQ(count(&session), 0);
	gate_open(&stop[1]);
	CHECK_EQ(pthread_join(threads[1], NULL), 0);
	CHECK_TRACE(&session, &b);
	gate_open(&stop[0]);
	CHECK_EQ(pthread_join(threads[0], NULL), 0);
	want = trace_joined(&b, &aa);
	CHECK_TRACE(&session, &want);
	/* And behind what the client put there itself. */
	for (i = 0; i < 7; i++)
		session.area[1 + i] = 100 + i;
	set_count(&session, 7);
	run_section_elsewhere(HANDLE, target_b);
	path.n = 7;
	path.pc = (unsigned long[]){ 100, 101, 102, 103, 104, 105, 106 };
	want = trace_joined(&path, &b);
	CHECK_TRACE(&session, &want);
	listener_close(&session);
}
