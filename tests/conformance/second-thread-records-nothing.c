// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T1, S-D3: a session belongs to the thread that enabled it: a thread created
 * before or after leaves no record.
 * kills: a session per process.
 */
#include <pthread.h>

#include "harness.h"
#include "script.h"
#include "target.h"

static struct gate go, done;

static void *early(void *argument)
{
	gate_wait(&go);
	target_b();
	gate_open(&done);
	return argument;
}

static void late(void *argument)
{
	(void)argument;
	target_b();
}

TEST_ANYWHERE("other threads of the process leave no records")
{
	struct session session = session_open(WORDS);
	struct trace marks = marks_of(&session, target_b, bustle);
	struct trace trace;
	pthread_t thread;

	go = gate_make();
	done = gate_make();
	CHECK_EQ(pthread_create(&thread, NULL, early, NULL), 0);
	enable_empty(&session);
	gate_open(&go);
	gate_wait(&done);
	in_thread(late, NULL);
	trace = trace_take(&session);
	CHECK_EQ(trace_marks(&trace, &marks), 0);
	if (host_is_exact())
		CHECK_EQ(trace.n, 0);
	disable(&session);
	CHECK_EQ(pthread_join(thread, NULL), 0);
	session_close(&session);
}
