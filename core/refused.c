// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What becomes of a record that a plain slot does not take: nothing, a count of
 * what is lost, or what KCOV_SETUP asked for. Called by callbacks, in any
 * context and before there is anything; each module has a copy. Everything is
 * inlined, as callbacks may call nothing else.
 */
#include "core/refused.h"

#include "core/beside.h"
#include "core/edges.h"
#include "core/unique.h"

#define FEEDBACK_AT(area, member)                  \
	((struct kcov_feedback *)((char *)(area) - \
				  offsetof(struct kcov_feedback, member)))

/*
 * In this order one comparison tells edges and unique PCs apart. What happens
 * for the first time goes on in the other function, which needs a frame.
 */
KCOV_PORT_BY_REGISTERS void check_kcov_mode(uintptr_t pc, uintptr_t count,
					    uintptr_t *area)
{
	struct kcov_feedback *feedback = FEEDBACK_AT(area, pc_count);

	if (count == KCOV_COUNT_EDGES && kcov_edges_again(feedback, pc))
		return;
	if (count > KCOV_COUNT_EDGES && kcov_unique_seen(feedback, pc))
		return;
	write_comp_data(pc, count, (uint64_t *)area, 0, 0, KCOV_CMP_NONE);
}

/* What a full area has no room for, of either kind. */
#define COUNT_LOST(kind, lost, area, more)                                   \
	kcov_counter_add(                                                    \
		kcov_port_##kind##_feedback(kcov_port_self(), (area))->lost, \
		(more))

/* A PC and its count are where a comparison has its operands. */
KCOV_PORT_BY_REGISTERS void write_comp_data(uint64_t arg1, uint64_t arg2,
					    uint64_t *area, uint64_t count,
					    uintptr_t pc, uint64_t type)
{
	const uintptr_t pc_count = (uintptr_t)arg2;
	struct kcov_feedback *of_pcs = FEEDBACK_AT(area, pc_count);
	const bool is_switch = type >> 8;
	const uint64_t *value = is_switch ? (void *)(uintptr_t)arg1 : &arg1;
	uint64_t left = is_switch ? type >> 8 : 1;

	if (type == KCOV_CMP_NONE && pc_count == KCOV_COUNT_EDGES)
		kcov_edges_first(of_pcs, (uintptr_t)arg1);
	else if (type == KCOV_CMP_NONE && pc_count == KCOV_COUNT_UNIQUE)
		kcov_unique_log(of_pcs, (uintptr_t)arg1);
	else if (type == KCOV_CMP_NONE && pc_count)
		COUNT_LOST(pc, lost, (uintptr_t *)area, 1);
	else if (type != KCOV_CMP_NONE && count == KCOV_COUNT_BESIDE)
		for (; left; left--)
			kcov_beside_put(FEEDBACK_AT(area, cmp_count), *value++,
					arg2, pc, type & 0xff);
	else if (type != KCOV_CMP_NONE && count)
		COUNT_LOST(cmp, cmp_lost, area, left);
}
