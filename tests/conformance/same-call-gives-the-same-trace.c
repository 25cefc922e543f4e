// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-P1, S-M11: the same call gives the same trace a hundred times: exactly in
 * user space, nearly always in a kernel, whose first calls fill caches and
 * whose thread is interrupted now and then.
 * kills: records of somebody else's context; a record lost now and then.
 */
#include "harness.h"
#include "script.h"
#include "target.h"

#define RUNS 100

/* Any of them may be the one that was disturbed. */
static int as_often(const struct trace *traces, int run)
{
	int other, n = 0;

	for (other = 0; other < RUNS; other++)
		n += trace_equal(&traces[run], &traces[other]);
	return n;
}

static int most(int a, int b)
{
	return a > b ? a : b;
}

TEST_ANYWHERE("a hundred runs of a call give the same trace")
{
	struct session session = session_open(WORDS);
	static struct trace traces[RUNS];
	int run, same = 0;

	enable(&session);
	trace_of(&session, target_a);
	for (run = 0; run < RUNS; run++)
		traces[run] = trace_of(&session, target_a);
	disable(&session);
	for (run = 0; run < RUNS; run++)
		same = most(same, as_often(traces, run));
	note("%d of %d traces are equal, %lu records in the last", same, RUNS,
	     traces[RUNS - 1].n);
	if (host_is_exact())
		CHECK_EQ(same, RUNS);
	else
		CHECK(same > RUNS / 2);
	session_close(&session);
}
