// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-P5: the count is read again at every event: wherever the user puts it, the
 * next record follows there.
 * kills: a count kept outside the area and copied into it.
 */
#include "harness.h"
#include "target.h"

TEST_ANYWHERE("records follow the count wherever the user puts it")
{
	static const unsigned long places[] = {
		0, 1000, 1, 40000, 7, 0, WORDS - 3, WORDS - 2, 5,
	};
	struct session session = session_open(WORDS);
	unsigned long n, i;
	size_t p;

	enable(&session);
	for (p = 0; p < sizeof(places) / sizeof(places[0]); p++) {
		for (i = 1; i < WORDS; i++)
			session.area[i] = ~i;
		set_count(&session, places[p]);
		target_a();
		n = count(&session);
		note("%lu records from %lu", n - places[p], places[p]);
		CHECK(n > places[p] && n < WORDS);
		if (places[p])
			CHECK_EQ(session.area[places[p]], ~places[p]);
		CHECK(session.area[places[p] + 1] != ~(places[p] + 1));
		if (places[p] > 1)
			CHECK_EQ(session.area[1], ~1ul);
		if (n + 1 < WORDS)
			CHECK_EQ(session.area[WORDS - 1], ~(WORDS - 1));
	}
	disable(&session);
	session_close(&session);
}
