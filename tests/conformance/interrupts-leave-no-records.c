// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-P1: only the thread's own context records: 300 ms without a system call,
 * but with timer interrupts, leave (next to) nothing. What the kernel does for
 * the thread on the way back from an interrupt (a switch, a signal) is its own,
 * so the kernel hosts are given some records per tick of the time it took.
 * kills: a callback without the test of the context.
 */
#include <time.h>

#include "harness.h"
#include "script.h"
#include "target.h"

static volatile unsigned long steps;

static unsigned long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (unsigned long)now.tv_sec * 1000 +
	       (unsigned long)now.tv_nsec / 1000000;
}

/* Long enough for some 30 ticks; the clock is asked outside of tracing. */
static unsigned long steps_of_300_ms(void)
{
	unsigned long n = 1ul << 20, began;

	for (;; n *= 2) {
		began = now_ms();
		for (steps = 0; steps < n; steps++)
			;
		if (now_ms() - began >= 300)
			return n;
	}
}

TEST_ANYWHERE("a traced thread that only computes leaves no trace")
{
	struct session session = session_open(WORDS);
	unsigned long n = steps_of_300_ms();
	unsigned long records, ms = now_ms();

	enable_empty(&session);
	for (steps = 0; steps < n; steps++)
		;
	records = count(&session);
	disable(&session);
	ms = now_ms() - ms;
	note("%lu records in %lu ms", records, ms);
	if (host_is_exact())
		CHECK_EQ(records, 0);
	else
		CHECK(records < 1000 * ms / 300);
	session_close(&session);
}
