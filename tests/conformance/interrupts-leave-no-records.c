// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * P1: only the thread's own context records: 300 ms without a system call, but
 * with timer interrupts, leave (next to) nothing. What the kernel does for the
 * thread on the way back from an interrupt (a switch, a signal) is its own, so
 * the kernel hosts are given some records per tick.
 * kills: a callback without the test of the context.
 */
#include <time.h>

#include "harness.h"
#include "script.h"
#include "target.h"

static volatile unsigned long steps;

/* Long enough for some 30 ticks; the clock is asked outside of tracing. */
static unsigned long steps_of_300_ms(void)
{
	struct timespec a, b;
	unsigned long n = 1ul << 20;
	long long ns;

	for (;;) {
		clock_gettime(CLOCK_MONOTONIC, &a);
		for (steps = 0; steps < n; steps++)
			;
		clock_gettime(CLOCK_MONOTONIC, &b);
		ns = (b.tv_sec - a.tv_sec) * 1000000000ll + b.tv_nsec -
		     a.tv_nsec;
		if (ns >= 300000000)
			return n;
		n *= 2;
	}
}

TEST("a traced thread that only computes leaves no trace")
{
	struct session session = session_open(WORDS);
	unsigned long n = steps_of_300_ms();
	unsigned long records;

	enable(&session);
	set_count(&session, 0);
	for (steps = 0; steps < n; steps++)
		;
	records = count(&session);
	disable(&session);
	note("%lu records", records);
	if (host_is_exact())
		CHECK_EQ(records, 0);
	else
		CHECK(records < 1000);
	session_close(&session);
}
