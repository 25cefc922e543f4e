// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-E6: every stop pops what its start pushed, at any depth; a stop without a
 * start does nothing.
 * kills: a pop below zero, a live bit that stays, frames lost beyond the depth.
 */
#include "tests/unit/tap.h"

#include "core/frames.h"

/* Pushes `depth` frames, live by the bits of `pattern`, and pops them all. */
static bool balances(uint32_t depth, uint32_t pattern)
{
	struct kcov_frames frames = { 0 };
	uint32_t i;

	for (i = 0; i < depth; i++) {
		bool live = kcov_frames_may_live(&frames) &&
			    pattern >> i % 32 & 1;

		kcov_frames_push(&frames, live);
	}
	for (i = depth; i--;) {
		bool live = i < KCOV_MAX_LIVE_DEPTH && pattern >> i % 32 & 1;

		if (kcov_frames_pop(&frames) != live)
			return false;
	}
	return !kcov_frames_pop(&frames) && !frames.depth && !frames.live;
}

int main(void)
{
	static const uint32_t patterns[] = {
		0, 1, 0x80000000, 0xaaaaaaaa, 0x55555555, 0xffffffff
	};
	uint32_t depth;
	size_t p;

	for (p = 0; p < sizeof(patterns) / sizeof(patterns[0]); p++) {
		bool good = true;

		for (depth = 0; depth < 70; depth++)
			good = good && balances(depth, patterns[p]);
		tap_ok(good, "starts and stops balance, live frames %#x",
		       patterns[p]);
	}
	return tap_done();
}
