// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-S5, S-B1, S-B3, S-C9, S-C10: a signal whose handler runs a section strikes
 * as often as it can while a thread enables, records, resets and disables:
 * every trace stays exact, every section is delivered whole, nothing is stuck
 * afterwards.
 * kills: an order of stores in enable, start or stop that a handler can see.
 */
#include <pthread.h>
#include <signal.h>

#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x1d01)
#define HANDLERS USB(0x1d02)
#define TIMES 3000

static struct session session, local;
static struct trace a, b;
static volatile bool over;

static void handler(int signal)
{
	(void)signal;
	run_section(HANDLERS, target_b);
}

static void *strike(void *argument)
{
	while (!over)
		pthread_kill(*(pthread_t *)argument, SIGUSR1);
	return NULL;
}

static bool is_at(const struct trace *trace, unsigned long at, unsigned long n)
{
	unsigned long i;

	if (at + trace->n > n)
		return false;
	for (i = 0; i < trace->n; i++)
		if (session.area[1 + at + i] != trace->pc[i])
			return false;
	return true;
}

/* Sections of handlers are b's, the thread's own is an a; all are whole. */
static void check_delivered(unsigned long own)
{
	unsigned long n = count(&session);
	unsigned long i = 0, found = 0;

	while (i < n) {
		if (is_at(&a, i, n)) {
			i += a.n;
			found++;
		} else if (is_at(&b, i, n)) {
			i += b.n;
		} else {
			FAIL("no section begins at record %lu of %lu", i, n);
		}
	}
	CHECK_EQ(found, own);
	set_count(&session, 0);
}

static void suffer(void *argument)
{
	pthread_t self = pthread_self();
	pthread_t striker;
	int i;

	(void)argument;
	CHECK_EQ(pthread_create(&striker, NULL, strike, &self), 0);
	for (i = 0; i < TIMES; i++) {
		enable_empty(&local);
		target_a();
		disable(&local);
		CHECK_TRACE(&local, &a);
		check_delivered(0);
		run_section(HANDLE, target_a);
		check_delivered(1);
	}
	over = true;
	CHECK_EQ(pthread_join(striker, NULL), 0);
}

TEST("sections in handlers at any instruction leave every trace exact")
{
	struct request request = request_for_both(HANDLE, HANDLERS);
	struct trace again;

	need_handlers();
	CHECK(signal(SIGUSR1, handler) != SIG_ERR);
	session = session_open(1ul << 20);
	local = session_open(LISTENER_WORDS);
	a = trace_alone(&session, target_a);
	b = trace_alone(&session, target_b);
	set_count(&session, 0);
	CHECK_OK(remote_enable(&session, &request));
	in_thread(suffer, NULL);
	disable(&session);
	again = trace_alone(&session, target_a);
	CHECK(trace_equal(&again, &a));
	session_close(&session);
	session_close(&local);
}
