// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-E4, S-D3, S-D5: 64 threads with a device each, all at work: in user space
 * each trace equals the one the same path gives alone; in a kernel each has the
 * marks of its own system call and of no other.
 * kills: state per process or per CPU; a record written after a switch.
 */
#include <pthread.h>

#include "harness.h"
#include "script.h"
#include "target.h"

#define THREADS TARGET_PATHS
#define RUNS 20

static unsigned int path;
static struct trace alone[THREADS];
static struct trace marks[TARGET_SYSCALLS];
static pthread_barrier_t barrier;

static void take_path(void)
{
	target_path(path);
}

/* And what the scheduler calls, which may come to any of them. */
static void all_others(void)
{
	unsigned int i;

	bustle();
	for (i = 0; i < TARGET_SYSCALLS; i++)
		if (i != path)
			target_path(i);
}

static void check_marks(const struct trace *trace, unsigned int own)
{
	unsigned int i;

	for (i = 0; i < TARGET_SYSCALLS; i++)
		if (trace_marks(trace, &marks[i]) !=
		    (i == own ? marks[i].n : 0))
			FAIL("%lu of the %lu marks of call %u in a trace of "
			     "call %u",
			     trace_marks(trace, &marks[i]), marks[i].n, i, own);
}

static void *trace_own_path(void *argument)
{
	unsigned int own = (unsigned int)(unsigned long)argument;
	struct session session = session_open(16 * page_words());
	int run;

	pthread_barrier_wait(&barrier);
	enable(&session);
	for (run = 0; run < RUNS; run++) {
		struct trace trace;

		set_count(&session, 0);
		target_path(own);
		trace = trace_take(&session);
		if (host_is_exact()) {
			if (!trace_equal(&trace, &alone[own]))
				FAIL("path %u: %lu records, %lu alone", own,
				     trace.n, alone[own].n);
		} else {
			check_marks(&trace, own % TARGET_SYSCALLS);
		}
		trace_free(&trace);
	}
	disable(&session);
	session_close(&session);
	return NULL;
}

TEST_ANYWHERE("sixty-four threads with a device each see only their own calls")
{
	struct session session = session_open(WORDS);
	pthread_t threads[THREADS];
	unsigned long i;

	for (i = 0; i < THREADS; i++) {
		path = i;
		if (host_is_exact())
			alone[i] = trace_alone(&session, take_path);
		else if (i < TARGET_SYSCALLS)
			marks[i] = marks_of(&session, take_path, all_others);
	}
	pthread_barrier_init(&barrier, NULL, THREADS);
	for (i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_create(&threads[i], NULL, trace_own_path,
					(void *)i),
			 0);
	for (i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_join(threads[i], NULL), 0);
	session_close(&session);
}
