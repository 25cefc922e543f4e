// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-E4, S-F7, S-C21: from ENABLE to DISABLE the calls of the thread are
 * recorded, and outside of that they are not.
 * kills: callbacks that are never reached; a test turned the wrong way round.
 */
#include "harness.h"
#include "target.h"

TEST_ANYWHERE("records appear between ENABLE and DISABLE only")
{
	struct session session = session_open(WORDS);
	struct trace a, b;

	target_a();
	CHECK_EQ(count(&session), 0);
	enable(&session);
	a = trace_of(&session, target_a);
	b = trace_of(&session, target_b);
	disable(&session);
	CHECK(a.n > 0 && b.n > 0);
	CHECK(!trace_equal(&a, &b));
	set_count(&session, 0);
	target_a();
	CHECK_EQ(count(&session), 0);
	session_close(&session);
}
