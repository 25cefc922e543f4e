// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-P4: capacity is size - 1; beyond it records are dropped silently, and the
 * count stays at the capacity until the user resets it.
 * kills: <= for < at the end; a ring; a count that runs on.
 */
#include <string.h>

#include "harness.h"
#include "target.h"

TEST_ANYWHERE(
	"a full area is silent, stays full, and works again after a reset")
{
	unsigned long words = page_words();
	struct session session = session_open(words);
	unsigned long copy[words];
	unsigned long i;

	enable(&session);
	for (i = 0; i < 10000 && count(&session) != words - 1; i++) {
		target_a();
		CHECK(count(&session) < words);
	}
	CHECK_EQ(count(&session), words - 1);
	memcpy(copy, session.area, sizeof(copy));
	for (i = 0; i < 1000; i++)
		target_b();
	CHECK(!memcmp(copy, session.area, sizeof(copy)));
	for (i = 1; i < words; i++)
		CHECK(copy[i] != 0);

	set_count(&session, 0);
	target_a();
	CHECK(count(&session) > 0 && count(&session) < words);
	disable(&session);
	session_close(&session);
}
