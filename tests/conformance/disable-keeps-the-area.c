// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-D2: after DISABLE the records, the count and the size stay, and what the
 * thread runs no longer shows.
 * kills: DISABLE clears the area; DISABLE that only resets the state.
 */
#include <string.h>

#include "harness.h"
#include "target.h"

TEST_ANYWHERE("DISABLE freezes the area as it is")
{
	size_t bytes = WORDS * sizeof(unsigned long);
	static unsigned long copy[WORDS];
	struct session session = session_open(WORDS);
	unsigned long n;

	enable(&session);
	target_a();
	n = count(&session);
	disable(&session);
	CHECK(n > 0 && count(&session) >= n);
	memcpy(copy, session.area, bytes);
	target_b();
	CHECK(!memcmp(copy, session.area, bytes));
	/* The size too: the same length maps. */
	CHECK_OK(munmap(session.area, bytes));
	session.area = session_map(session.fd, WORDS);
	CHECK(!memcmp(copy, session.area, bytes));
	session_close(&session);
}
