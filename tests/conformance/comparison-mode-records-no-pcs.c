// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-P1, L-E3: the mode must equal PC exactly: in TRACE_CMP no PC record
 * appears. Without instrumented comparisons (user space: the target has none)
 * the area stays empty; in a kernel every record has a type word.
 * kills: a PC callback that looks only whether the thread is enabled.
 */
#include "harness.h"
#include "target.h"

#define RECORD_WORDS 4

TEST_ANYWHERE("a session in TRACE_CMP gets comparison records only")
{
	struct session session;
	unsigned long n, i;

	if (!host_has_comparisons())
		SKIP("this host is built without comparisons");
	session = session_open(WORDS);
	CHECK_OK(ioctl(session.fd, KCOV_ENABLE, KCOV_TRACE_CMP));
	set_count(&session, 0);
	target_a();
	n = count(&session);
	disable(&session);
	if (host_is(USER)) {
		CHECK_EQ(n, 0);
	} else {
		CHECK(n > 0 && n < WORDS / RECORD_WORDS);
		for (i = 0; i < n; i++) {
			unsigned long type = session.area[1 + i * RECORD_WORDS];

			CHECK_EQ(type & ~(unsigned long)(KCOV_CMP_CONST |
							 KCOV_CMP_MASK),
				 0);
		}
	}
	session_close(&session);
}
