/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Comparisons in the same run as PCs: an area of their own, at the end of the
 * device's. Hot, as unique.h.
 */
#ifndef KCOV_CORE_BESIDE_H
#define KCOV_CORE_BESIDE_H

#include "core/buffer.h"
#include "core/counters.h"

KCOV_INLINE void kcov_beside_put(struct kcov_feedback *feedback, uint64_t arg1,
				 uint64_t arg2, uintptr_t pc, uint64_t type)
{
	uint64_t *area = feedback->cmp_area;
	uint64_t count = kcov_load_u64(&area[0]);

	if (count < feedback->cmp_room)
		kcov_cmp_put(kcov_cmp_claim(area, count), type, arg1, arg2,
			     kcov_port_pc(pc));
	else
		kcov_counter_add(feedback->cmp_lost, 1);
}

#endif /* KCOV_CORE_BESIDE_H */
