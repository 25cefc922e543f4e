/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Every PC once: the area is a log as ever, the set that says what is in it is
 * private. Hot: called by refused.c alone, in the one context that collects, so
 * nothing here is interrupted by itself.
 */
#ifndef KCOV_CORE_UNIQUE_H
#define KCOV_CORE_UNIQUE_H

#include <uapi/linux/kcov_extended.h>

#include "core/buffer.h"
#include "core/counters.h"

/* Where a PC stands, or after. Invariant: below the number of places. */
KCOV_INLINE uint32_t kcov_unique_place(const struct kcov_feedback *feedback,
				       uintptr_t pc)
{
	return (uint32_t)pc * KCOV_EDGE_FACTOR >> feedback->shift;
}

/*
 * Is the PC in the area, as far as one look tells? Plain loads: each is
 * compared where it is, and loaded again by whoever does more than compare it.
 * A count of 0 says that the client, or KCOV_RESET_TRACE, wants everything
 * anew.
 */
KCOV_INLINE bool kcov_unique_seen(const struct kcov_feedback *feedback,
				  uintptr_t pc)
{
	return kcov_port_feedback_area(feedback)[0] &&
	       feedback->set.pcs[kcov_unique_place(feedback, pc)] == pc;
}

/* For a count of 0: what is used up goes one by one. */
KCOV_INLINE void kcov_unique_forget(struct kcov_feedback *feedback)
{
	while (feedback->used)
		feedback->set.pcs[feedback->set.used[--feedback->used]] = 0;
}

/*
 * True if the set did not have the PC. With all places taken that a PC may
 * have, it is as if it were new: logged again, which is counted. No return
 * address is 0, which says that a place is free.
 */
KCOV_INLINE bool kcov_unique_add(struct kcov_feedback *feedback, uintptr_t pc)
{
	const uint32_t last = ((uint32_t)1 << feedback->set.bits) - 1;
	uint32_t at = kcov_unique_place(feedback, pc);
	uint32_t i;

	for (i = 0; i < KCOV_SET_REACH; i++, at = (at + 1) & last) {
		if (feedback->set.pcs[at] == pc)
			return false;
		if (feedback->set.pcs[at])
			continue;
		/* Invariant: as many used places as PCs. */
		feedback->set.used[feedback->used++] = at;
		feedback->set.pcs[at] = pc;
		return true;
	}
	kcov_counter_add(feedback->repeated, 1);
	return true;
}

KCOV_INLINE void kcov_unique_log(struct kcov_feedback *feedback, uintptr_t pc)
{
	uintptr_t *area = kcov_port_feedback_area(feedback);
	uintptr_t count = kcov_load_word(&area[0]);

	if (!count)
		kcov_unique_forget(feedback);
	if (!kcov_unique_add(feedback, pc))
		return;
	if (count < feedback->limit)
		kcov_pc_put(area, count, kcov_port_pc(pc));
	else
		kcov_counter_add(feedback->lost, 1);
}

#endif /* KCOV_CORE_UNIQUE_H */
