// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-S4, L-X4, L-X6: 64 threads run sections for one session at once: each
 * arrives whole and in one piece, none is lost. The 65th at a time collects
 * nothing.
 * kills: two sections that share a private area or append at once; a limit that
 * is off by one.
 */
#include <pthread.h>

#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x2001)
#define THREADS 64
#define RUNS 50

static struct session session;
static struct trace path[THREADS];
static unsigned int taken;
static pthread_barrier_t barrier;

static void take_path(void)
{
	target_path(taken);
}

static void *work(void *argument)
{
	unsigned int own = (unsigned int)(unsigned long)argument;
	int run;

	for (run = 0; run < RUNS; run++) {
		section_start(HANDLE);
		target_path(own);
		/* All of them are inside now. */
		pthread_barrier_wait(&barrier);
		section_stop();
		pthread_barrier_wait(&barrier);
	}
	return NULL;
}

static bool is_path(unsigned int n, unsigned long at, unsigned long end)
{
	unsigned long i;

	for (i = 0; i < path[n].n; i++)
		if (at + i >= end || session.area[1 + at + i] != path[n].pc[i])
			return false;
	return true;
}

/* The path that begins here; some begin with another one: the longest. */
static unsigned int path_at(unsigned long at, unsigned long end)
{
	unsigned int found = THREADS;
	unsigned int n;

	for (n = 0; n < THREADS; n++)
		if (is_path(n, at, end) &&
		    (found == THREADS || path[n].n > path[found].n))
			found = n;
	if (found == THREADS)
		FAIL("no section begins at record %lu of %lu", at, end);
	return found;
}

static void *overflow(void *argument)
{
	section_start(HANDLE);
	target_a();
	pthread_barrier_wait(&barrier);
	pthread_barrier_wait(&barrier);
	section_stop();
	return argument;
}

static void run_threads(void *(*body)(void *), unsigned long n)
{
	pthread_t threads[THREADS + 1];
	unsigned long i;

	for (i = 0; i < n; i++)
		CHECK_EQ(pthread_create(&threads[i], NULL, body, (void *)i), 0);
	for (i = 0; i < n; i++)
		CHECK_EQ(pthread_join(threads[i], NULL), 0);
}

TEST_ANYWHERE(
	"64 sections at once arrive whole, one by one; a 65th does not collect")
{
	unsigned long seen[THREADS] = { 0 };
	struct trace alone;
	unsigned long i, n;

	need_sections();
	session = session_open(1ul << 20);
	alone = trace_alone(&session, target_a);
	for (i = 0; i < THREADS; i++) {
		taken = i;
		path[i] = trace_alone(&session, take_path);
	}
	remote_listen(&session, HANDLE);
	set_count(&session, 0);
	pthread_barrier_init(&barrier, NULL, THREADS);
	run_threads(work, THREADS);
	n = count(&session);
	for (i = 0; i < n;) {
		unsigned int found = path_at(i, n);

		seen[found]++;
		i += path[found].n;
	}
	for (i = 0; i < THREADS; i++)
		CHECK_EQ(seen[i], RUNS);
	set_count(&session, 0);
	pthread_barrier_init(&barrier, NULL, THREADS + 1);
	run_threads(overflow, THREADS + 1);
	CHECK_EQ(count(&session), THREADS * alone.n);
	listener_close(&session);
}
