// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-C1: the mode must equal CMP exactly: code that is instrumented for both
 * leaves one word per record and nothing behind it in TRACE_PC, and four words
 * per record in TRACE_CMP, each time with the same device.
 * kills: a comparison callback that looks only whether the thread is enabled.
 */
#include "comparisons.h"
#include "target.h"

static void check_pcs(struct session *session)
{
	struct trace trace = trace_alone(session, compare_a);
	unsigned long i;

	CHECK(trace.n > 0);
	for (i = 0; i < trace.n; i++) {
		/* Neither a type nor one of the operands. */
		if (trace.pc[i] < 0x10000)
			FAIL("record %lu is 0x%lx", i, trace.pc[i]);
		if (host_is(USER))
			CHECK(trace.pc[i] >
				      (unsigned long)__start_compare_text &&
			      trace.pc[i] < (unsigned long)__stop_compare_text);
	}
	trace_free(&trace);
}

static void check_comparisons(struct session *session)
{
	unsigned long n, i;

	enable_comparisons(session);
	*comparison_count(session) = 0;
	/* Instrumented for blocks only. */
	target_a();
	compare_a();
	n = *comparison_count(session);
	disable(session);
	if (host_is(USER))
		CHECK_EQ(n, COMPARE_A_RECORDS);
	CHECK(n > 0 && n < comparison_capacity(WORDS));
	for (i = 0; i < n; i++)
		CHECK_EQ(comparison(session, i)->type & ~7ul, 0);
}

TEST_ANYWHERE("blocks in TRACE_PC, comparisons in TRACE_CMP, never both")
{
	struct session session;
	unsigned long i;

	if (!host_has_comparisons())
		SKIP("this host is built without comparisons");
	session = session_open(WORDS);
	check_pcs(&session);
	for (i = count(&session) + 1; i < WORDS; i++)
		/* What DISABLE itself left on a kernel host is PCs too. */
		if (session.area[i])
			CHECK(session.area[i] >= 0x10000);
	check_comparisons(&session);
	check_pcs(&session);
	session_close(&session);
}
