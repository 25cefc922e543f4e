// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-K2: what port/bare/machine/spin.h promises, on harts that run at once:
 * whoever has the lock is alone, and a sum loses nobody's part.
 * kills: a lock that is looked at and then taken; a sum of two accesses.
 */
#include <pthread.h>

#include "examples/kernel/kernel.h"
#include "tests/conformance/harness.h"

/* As often each must have found that the other was there meanwhile. */
enum { MEETINGS = 1000 };

static unsigned int lock;
static volatile unsigned long locked;
static int added;
/* Tasks that have met the other often enough; they go on until all have. */
static uint32_t content;

static void *count_up(void *argument)
{
	unsigned long *times = argument;
	unsigned long mine = 0, meetings = 0;

	*times = 0;
	while (__atomic_load_n(&content, __ATOMIC_ACQUIRE) < HARTS) {
		unsigned long flags = bare_lock(&lock);

		++*times;
		if (locked != mine && ++meetings == MEETINGS)
			__atomic_add_fetch(&content, 1, __ATOMIC_RELEASE);
		mine = ++locked;
		bare_unlock(&lock, flags);
		bare_add(&added, 1);
	}
	return NULL;
}

TEST("a lock keeps the other hart out, and sums are whole")
{
	unsigned long times[HARTS], sum = 0;
	pthread_t tasks[HARTS];
	int i;

	for (i = 0; i < HARTS; i++)
		CHECK_EQ(pthread_create(&tasks[i], NULL, count_up, &times[i]),
			 0);
	for (i = 0; i < HARTS; i++) {
		CHECK_EQ(pthread_join(tasks[i], NULL), 0);
		sum += times[i];
	}
	note("%lu times", sum);
	CHECK_EQ(locked, sum);
	CHECK_EQ((unsigned long)added, sum);
}
