// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T3: a thread that is cancelled in a loop of enable, call and disable, at a
 * cancellation point or anywhere at all, is no owner afterwards: the next one
 * enables the device at once, and no descriptor is left behind.
 * kills: a call that can be cut in the middle; a lock or a blocked signal that
 * outlives it.
 */
#include <pthread.h>
#include <time.h>

#include "harness.h"
#include "leftovers.h"
#include "target.h"

#define ROUNDS 100

static struct session session;
static struct gate started;
static int cancel_type;

static void *loop(void *argument)
{
	int type;

	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
	gate_open(&started);
	pthread_setcanceltype(cancel_type, &type);
	pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
	for (;;) {
		/* No CHECK: it would be cut in the middle as well. */
		ioctl(session.fd, KCOV_ENABLE, KCOV_TRACE_PC);
		target_a();
		pthread_testcancel();
		ioctl(session.fd, KCOV_DISABLE, 0);
		target_b();
		pthread_testcancel();
	}
	return argument;
}

static void cancel_one(int round)
{
	/* From the start of the loop to some hundred times around it. */
	struct timespec pause = { .tv_nsec = round % 50 * 20000l };
	pthread_t thread;
	void *result;

	CHECK_EQ(pthread_create(&thread, NULL, loop, NULL), 0);
	gate_wait(&started);
	nanosleep(&pause, NULL);
	CHECK_EQ(pthread_cancel(thread), 0);
	CHECK_EQ(pthread_join(thread, &result), 0);
	CHECK(result == PTHREAD_CANCELED);
	CHECK_ERR(ioctl(session.fd, KCOV_DISABLE, 0), EINVAL);
	CHECK_COLLECTS(&session, target_a);
}

TEST("a cancelled thread leaves the device free")
{
	int before;
	int round;

	session = session_open(WORDS);
	started = gate_make();
	cancel_type = PTHREAD_CANCEL_DEFERRED;
	cancel_one(0);
	before = open_descriptors();
	for (round = 0; round < ROUNDS; round++) {
		cancel_type = round & 1 ? PTHREAD_CANCEL_ASYNCHRONOUS :
					  PTHREAD_CANCEL_DEFERRED;
		cancel_one(round);
	}
	CHECK_EQ(open_descriptors(), before);
	session_close(&session);
}
