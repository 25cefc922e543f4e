// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Sixty-four threads enable and disable, each a device of its own, and between
 * that one that all of them want, while signals strike them: each gets its own
 * trace, one at a time gets the common device. Built with -fsanitize=thread,
 * the library too, it shows races (rules.mk).
 * KCOV_TEST_CYCLES says how many cycles each thread makes.
 * kills: state of one thread that another touches; a lock that lets two in.
 */
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "remote.h"
#include "target.h"

#define THREADS 64
#define DEFAULT_CYCLES 100

static struct session everybodys;
static int owners;
static unsigned long cycles = DEFAULT_CYCLES, won;
static unsigned long expected;

static void handler(int signal)
{
	(void)signal;
	target_b();
}

static void use_everybodys(void)
{
	if (ioctl(everybodys.fd, KCOV_ENABLE, KCOV_TRACE_PC)) {
		CHECK_EQ(errno, EINVAL);
		return;
	}
	CHECK_EQ(__atomic_add_fetch(&owners, 1, __ATOMIC_RELAXED), 1);
	__atomic_add_fetch(&won, 1, __ATOMIC_RELAXED);
	target_a();
	CHECK_EQ(__atomic_sub_fetch(&owners, 1, __ATOMIC_RELAXED), 0);
	disable(&everybodys);
}

static void *cycle(void *argument)
{
	struct session own = session_open(page_words());
	unsigned long i;

	for (i = 0; i < cycles; i++) {
		enable_empty(&own);
		target_a();
		CHECK_EQ(count(&own), expected);
		if (i % 16 == 0)
			pthread_kill(pthread_self(), SIGUSR1);
		disable(&own);
		/* All but one wait there: not each time. */
		if (i % 8 == 0)
			use_everybodys();
	}
	session_close(&own);
	return argument;
}

TEST("sixty-four threads enable and disable without a race")
{
	pthread_t threads[THREADS];
	struct trace trace;
	int i;

	cycles = number_from("KCOV_TEST_CYCLES", cycles);
	note("%lu cycles each", cycles);
	CHECK(signal(SIGUSR1, handler) != SIG_ERR);
	everybodys = session_open(page_words());
	trace = trace_alone(&everybodys, target_a);
	expected = trace.n;
	CHECK(expected > 0);
	trace_free(&trace);
	for (i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_create(&threads[i], NULL, cycle, NULL), 0);
	for (i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_join(threads[i], NULL), 0);
	note("%lu times somebody had the common device", won);
	CHECK(won > 0);
	session_close(&everybodys);
}
