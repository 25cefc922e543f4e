// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * P1, M11: the same call gives the same trace a hundred times: exactly in user
 * space, nearly always in a kernel, whose first calls fill caches and whose
 * thread is interrupted now and then.
 * kills: records of somebody else's context; a record lost now and then.
 */
#include "harness.h"
#include "script.h"
#include "target.h"

#define RUNS 100

TEST("a hundred runs of a call give the same trace")
{
	struct session session = session_open(WORDS);
	struct trace first, again;
	int run, same = 0;

	enable(&session);
	first = trace_of(&session, target_a);
	first = trace_of(&session, target_a);
	for (run = 0; run < RUNS; run++) {
		again = trace_of(&session, target_a);
		same += trace_equal(&first, &again);
		trace_free(&again);
	}
	disable(&session);
	note("%d of %d traces are equal, %lu records each", same, RUNS,
	     first.n);
	if (host_is_exact())
		CHECK_EQ(same, RUNS);
	else
		CHECK(same > RUNS / 2);
	session_close(&session);
}
