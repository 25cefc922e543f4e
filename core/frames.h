/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Balances starts and stops of one context of one task: a start pushes a frame
 * whether or not it opened a section, and its stop pops just that one. Pure.
 */
#ifndef KCOV_CORE_FRAMES_H
#define KCOV_CORE_FRAMES_H

#include "core/port.h"

/* Deeper frames are counted, and never live. */
#define KCOV_MAX_LIVE_DEPTH 32

KCOV_INLINE bool kcov_frames_may_live(const struct kcov_frames *frames)
{
	return frames->depth < KCOV_MAX_LIVE_DEPTH;
}

/* `live` needs kcov_frames_may_live(). */
KCOV_INLINE void kcov_frames_push(struct kcov_frames *frames, bool live)
{
	if (live)
		frames->live |= 1u << frames->depth;
	frames->depth++;
}

/* True if a section is to be left; a pop without a push does nothing. */
KCOV_INLINE bool kcov_frames_pop(struct kcov_frames *frames)
{
	uint32_t bit;

	if (!frames->depth)
		return false;
	frames->depth--;
	if (frames->depth >= KCOV_MAX_LIVE_DEPTH)
		return false;
	bit = 1u << frames->depth;
	if (!(frames->live & bit))
		return false;
	frames->live &= ~bit;
	return true;
}

#endif /* KCOV_CORE_FRAMES_H */
