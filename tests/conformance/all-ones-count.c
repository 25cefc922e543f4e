// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-P4, S-A5: a count of all-ones. Stock wraps it to 0 and writes the PC into
 * the count word itself, which mutes recording from there; ours mutes at once
 * and leaves the count as it is. Nothing else is written on either.
 * kills: pos = count + 1 without a thought for the wrap.
 */
#include "harness.h"
#include "target.h"

TEST_ANYWHERE(
	"an all-ones count mutes recording; on stock a PC lands in the count")
{
	unsigned long words = page_words();
	struct session session = session_open(words);
	unsigned long first, i;

	CHECK_COLLECTS(&session, target_a);
	for (i = 0; i < words; i++)
		session.area[i] = ~i;
	enable(&session);
	for (i = 1; i < words; i++)
		session.area[i] = ~i;
	set_count(&session, ~0ul);
	target_a();
	first = session.area[0];
	target_b();
	CHECK_EQ(session.area[0], first);
	if (host_is(STOCK))
		CHECK(first > words && first != ~0ul);
	else
		CHECK_EQ(first, ~0ul);
	for (i = 1; i < words; i++)
		CHECK_EQ(session.area[i], ~i);
	/* A reset is all it takes. */
	CHECK_RECORDS(&session, target_a);
	disable(&session);
	session_close(&session);
}
