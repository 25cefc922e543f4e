// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-I2: the area is zeroed, also where memory was used by another device
 * before.
 * kills: vmalloc for vzalloc; a pool of areas that are not cleared.
 */
#include "harness.h"
#include "target.h"

TEST_ANYWHERE("a fresh area is all zero after others have filled theirs")
{
	unsigned long i;
	int round;

	for (round = 0; round < 8; round++) {
		struct session session = session_open(WORDS);

		for (i = 0; i < WORDS; i++)
			if (session.area[i])
				FAIL("word %lu is 0x%lx", i, session.area[i]);
		enable(&session);
		target_a();
		disable(&session);
		for (i = 0; i < WORDS; i++)
			session.area[i] = ~0ul - i;
		session_close(&session);
	}
}
