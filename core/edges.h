/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A counter for each edge, and a list of those that are not 0. All of it is in
 * the client's area [S]: what stands there is bounded before it is used, and a
 * client that stores there spoils its own map. Hot, as unique.h.
 */
#ifndef KCOV_CORE_EDGES_H
#define KCOV_CORE_EDGES_H

#include <uapi/linux/kcov_extended.h>

#include "core/buffer.h"
#include "core/counters.h"

KCOV_INLINE uint32_t kcov_edges_product(uintptr_t pc)
{
	return (uint32_t)kcov_port_pc(pc) * KCOV_EDGE_FACTOR;
}

/*
 * kcov_edge_counter() of the last PC and this one, whose products are known.
 * Invariant: below the number of counters, being shifted by 32 - bits.
 */
KCOV_INLINE uintptr_t kcov_edges_place(const struct kcov_feedback *feedback,
				       uint32_t product)
{
	return (product + 2 * feedback->previous) >> feedback->shift;
}

KCOV_INLINE uint8_t *kcov_edges_map(const struct kcov_feedback *feedback)
{
	return (uint8_t *)((uintptr_t)kcov_port_feedback_area(feedback) +
			   sizeof(uintptr_t));
}

/*
 * Counts an edge that was hit before; false if it was not, or if the count of
 * the list says that nothing was. Plain loads, as in unique.h.
 */
KCOV_INLINE bool kcov_edges_again(struct kcov_feedback *feedback, uintptr_t pc)
{
	const uint32_t product = kcov_edges_product(pc);
	uintptr_t at = kcov_edges_place(feedback, product);
	uint8_t next;

	if (!kcov_port_feedback_area(feedback)[0])
		return false;
	next = (uint8_t)(kcov_edges_map(feedback)[at] + 1);
	if (next > 1) {
		feedback->previous = product;
		/* Not by its address, which would have to be computed. */
		at = kcov_compute_now(at);
		kcov_edges_map(feedback)[at] = next;
		return true;
	}
	/* It stays at 255. */
	if (!next)
		feedback->previous = product;
	return !next;
}

KCOV_INLINE volatile uint32_t *
kcov_edges_list(const struct kcov_feedback *feedback)
{
	return (uint32_t *)(kcov_edges_map(feedback) + feedback->limit);
}

/* For a count of 0: clears what the list says. */
KCOV_INLINE void kcov_edges_forget(struct kcov_feedback *feedback)
{
	volatile uint8_t *map = kcov_edges_map(feedback);
	uint32_t at;

	while (feedback->used) {
		at = kcov_edges_list(feedback)[--feedback->used];
		if (at < feedback->limit)
			map[at] = 0;
	}
	feedback->previous = 0;
}

/* A counter that was 0 goes on the list. */
KCOV_INLINE void kcov_edges_add(struct kcov_feedback *feedback, uintptr_t at)
{
	uintptr_t *area = kcov_port_feedback_area(feedback);
	uintptr_t count = kcov_load_word(&area[0]);

	/* Only a client's own stores can make the list too short. */
	if (count >= feedback->limit) {
		kcov_counter_add(feedback->lost, 1);
		return;
	}
	kcov_store_word(&area[0], count + 1);
	kcov_irq_fence();
	kcov_edges_list(feedback)[count] = (uint32_t)at;
	((volatile uint8_t *)kcov_edges_map(feedback))[at] = 1;
	feedback->used = (uint32_t)count + 1;
}

KCOV_INLINE void kcov_edges_first(struct kcov_feedback *feedback, uintptr_t pc)
{
	const uint32_t product = kcov_edges_product(pc);
	uintptr_t at;

	if (!kcov_load_word(kcov_port_feedback_area(feedback)))
		kcov_edges_forget(feedback);
	at = kcov_edges_place(feedback, product);
	feedback->previous = product;
	kcov_edges_add(feedback, at);
}

#endif /* KCOV_CORE_EDGES_H */
