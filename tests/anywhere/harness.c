// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What programs marked ANYWHERE have of the harness and where its own files
 * need processes or a library: threads, gates, sections.
 */
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

#include "host.h"
#include "tests/conformance/harness.h"
#include "tests/conformance/neighbours.h"
#include "tests/conformance/versions.h"

struct job {
	void (*body)(void *);
	void *argument;
};

static void *run_job(void *argument)
{
	const struct job *job = argument;

	job->body(job->argument);
	return NULL;
}

void in_thread(void (*body)(void *), void *argument)
{
	struct job job = { body, argument };
	pthread_t thread;

	CHECK_EQ(pthread_create(&thread, NULL, run_job, &job), 0);
	CHECK_EQ(pthread_join(thread, NULL), 0);
}

/* Nothing has to be told of who is gone. */
void in_vanishing_thread(void (*body)(void *), void *argument)
{
	in_thread(body, argument);
}

void start_thread(void *(*body)(void *), void *argument)
{
	pthread_t thread;

	CHECK_EQ(pthread_create(&thread, NULL, body, argument), 0);
}

/* A gate's number is its own place; who waits yields. */
enum { GATES = 64 };

static int opened[GATES];

struct gate gate_make(void)
{
	static int made;
	int gate = __atomic_fetch_add(&made, 1, __ATOMIC_RELAXED);

	CHECK(gate < GATES);
	return (struct gate){ gate, gate };
}

void gate_open(const struct gate *gate)
{
	__atomic_fetch_add(&opened[gate->writer], 1, __ATOMIC_RELEASE);
}

void gate_wait(const struct gate *gate)
{
	while (!__atomic_load_n(&opened[gate->reader], __ATOMIC_ACQUIRE))
		sched_yield();
	__atomic_fetch_sub(&opened[gate->reader], 1, __ATOMIC_RELAXED);
}

static void nothing(void *unused)
{
	(void)unused;
}

void bustle(void)
{
	struct gate gate = { 0, 0 };

	gate_open(&gate);
	gate_wait(&gate);
	in_thread(nothing, NULL);
}

void *shared_memory(size_t bytes)
{
	return calloc(1, bytes);
}

/* Where the host puts them. */
struct neighbours neighbours_open_sized(unsigned long words)
{
	struct neighbours all;

	all.before = session_open(page_words());
	all.area = session_open(words);
	all.after = session_open(page_words());
	canaries_set(&all.before);
	canaries_set(&all.after);
	set_count(&all.before, canary(0));
	set_count(&all.after, canary(0));
	return all;
}

bool stock_is_before(int major, int minor)
{
	(void)major;
	(void)minor;
	return false;
}

/* What programs have of a library. */
void kcov_remote_start(uint64_t handle);
void kcov_remote_stop(void);
uint64_t kcov_common_handle(void);

void kcov_remote_start(uint64_t handle)
{
	bare_remote_start(handle);
}

void kcov_remote_stop(void)
{
	bare_remote_stop();
}

uint64_t kcov_common_handle(void)
{
	return bare_cpu()->context == KCOV_CONTEXT_TASK ?
		       bare_cpu()->task->common_handle :
		       0;
}
