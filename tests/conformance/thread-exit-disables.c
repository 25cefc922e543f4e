// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T3: the end of a thread disables its session, however it ends; the area
 * keeps the records and another thread may enable.
 * kills: (user space) a clean-up that only a return from the start routine
 * reaches.
 */
#include <pthread.h>

#include "harness.h"
#include "target.h"

static struct session session;

static void *leave_by_return(void *argument)
{
	enable(&session);
	target_a();
	return argument;
}

static void *leave_by_pthread_exit(void *argument)
{
	enable(&session);
	target_a();
	pthread_exit(argument);
}

static void collect(void *argument)
{
	(void)argument;
	enable(&session);
	target_a();
}

static void *leave_by_cancel(void *argument)
{
	enable(&session);
	target_a();
	pthread_cancel(pthread_self());
	for (;;)
		pthread_testcancel();
	return argument;
}

static const struct {
	const char *name;
	void *(*start)(void *);
} ways[] = {
	{ "return", leave_by_return },
	{ "pthread_exit", leave_by_pthread_exit },
	{ "raw exit", NULL },
	{ "cancellation", leave_by_cancel },
};

static void run(void *(*start)(void *))
{
	pthread_t thread;

	if (!start) {
		in_vanishing_thread(collect, NULL);
		return;
	}
	CHECK_EQ(pthread_create(&thread, NULL, start, NULL), 0);
	CHECK_EQ(pthread_join(thread, NULL), 0);
}

TEST("a session is disabled by the end of its thread, however it ends")
{
	struct trace trace;
	size_t i;
	int round;

	session = session_open(WORDS);
	for (round = 0; round < 20; round++) {
		for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
			if (!round)
				note("%s", ways[i].name);
			set_count(&session, 0);
			run(ways[i].start);
			trace = trace_take(&session);
			CHECK(trace.n > 0);
			trace_free(&trace);
			CHECK_ERR(ioctl(session.fd, KCOV_DISABLE, 0), EINVAL);
			CHECK_COLLECTS(&session, target_a);
			trace_free(&trace);
		}
	}
	session_close(&session);
}
