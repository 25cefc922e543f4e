// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-P3: the records are in slots 1 to count without a gap, and nothing follows.
 * kills: slot and count that differ by one.
 */
#include "harness.h"
#include "target.h"

TEST_ANYWHERE("slots 1 to count are filled and the rest is untouched")
{
	struct session session = session_open(WORDS);
	unsigned long i, n;

	enable(&session);
	target_a();
	target_b();
	disable(&session);
	n = count(&session);
	CHECK(n > 0 && n < WORDS - 1);
	for (i = 1; i <= n; i++)
		if (!session.area[i])
			FAIL("slot %lu of %lu is empty", i, n);
	for (; i < WORDS; i++)
		if (session.area[i])
			FAIL("word %lu is 0x%lx after %lu records", i,
			     session.area[i], n);
	session_close(&session);
}
