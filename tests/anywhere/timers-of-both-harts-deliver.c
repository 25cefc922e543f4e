// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-S5, L-P1, L-X2: while two tasks trace themselves, the timers of both harts
 * interrupt them, and what they do is traced for who listens: each section
 * arrives whole, and no task sees anything of it.
 * kills: a context that is not the interrupt's; a stop that does not restore
 * what the task has; a lock that lets the other hart's timer in.
 */
#include <pthread.h>
#include <sched.h>
#include <string.h>

#include "examples/kernel/kernel.h"
#include "tests/conformance/remote.h"
#include "tests/conformance/target.h"

enum { MILLISECONDS = 100, PCS = 16 };

static uint32_t enough;

/* The same call again and again leaves the same trace, whatever interrupts it. */
static void *trace_oneself(void *unused)
{
	struct session session = session_open(page_words());
	struct trace alone = trace_alone(&session, target_a);

	(void)unused;
	enable(&session);
	while (!__atomic_load_n(&enough, __ATOMIC_ACQUIRE)) {
		struct trace again = trace_of(&session, target_a);

		CHECK(trace_equal(&alone, &again));
		trace_free(&again);
	}
	disable(&session);
	session_close(&session);
	return NULL;
}

/* A section begins with the same PC on every hart; how it goes on is its way. */
struct ways {
	unsigned long pcs[HARTS + 1][PCS];
	unsigned long lengths[HARTS + 1];
	unsigned int n;
};

static void add_way(struct ways *ways, const unsigned long *pcs,
		    unsigned long length)
{
	unsigned int way;

	CHECK(length <= PCS);
	for (way = 0; way < ways->n; way++)
		if (ways->lengths[way] == length &&
		    !memcmp(ways->pcs[way], pcs, length * sizeof(*pcs)))
			return;
	/* A second that passes is a way of its own. */
	CHECK(ways->n < HARTS + 1);
	memcpy(ways->pcs[ways->n], pcs, length * sizeof(*pcs));
	ways->lengths[ways->n++] = length;
}

static unsigned long split(struct ways *ways, const struct trace *trace)
{
	unsigned long sections = 0, begin, end;

	for (begin = 0; begin < trace->n; begin = end) {
		CHECK_EQ(trace->pc[begin], trace->pc[0]);
		for (end = begin + 1;
		     end < trace->n && trace->pc[end] != trace->pc[0]; end++)
			;
		add_way(ways, &trace->pc[begin], end - begin);
		sections++;
	}
	return sections;
}

/* Both harts are in the area, which is not full. */
static void wait_for_both(const struct session *session)
{
	unsigned long since[HARTS] = { 0 };
	int hart = 0;

	while (hart < HARTS) {
		if (!since[0] || count(session) > session->words / 2) {
			set_count(session, 0);
			for (hart = 0; hart < HARTS; hart++)
				since[hart] = ticks_of(hart);
		}
		sched_yield();
		for (hart = 0; hart < HARTS; hart++)
			if (ticks_of(hart) - since[hart] < MILLISECONDS)
				break;
	}
}

TEST("sections in the timers of two harts arrive whole, beside local traces")
{
	struct session session = listener_open(TICK_HANDLE);
	struct ways ways = { .n = 0 };
	pthread_t tasks[HARTS];
	struct trace trace;
	unsigned long sections;
	int i;

	for (i = 0; i < HARTS; i++)
		CHECK_EQ(pthread_create(&tasks[i], NULL, trace_oneself, NULL),
			 0);
	wait_for_both(&session);
	disable(&session);
	__atomic_store_n(&enough, 1, __ATOMIC_RELEASE);
	for (i = 0; i < HARTS; i++)
		CHECK_EQ(pthread_join(tasks[i], NULL), 0);
	trace = trace_take(&session);
	sections = split(&ways, &trace);
	note("%lu sections, %u ways", sections, ways.n);
	CHECK(ways.n >= HARTS);
	session_close(&session);
}
