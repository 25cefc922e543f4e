/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What a device's area holds, where that is not the plain trace, and what is
 * counted where the plain trace has no room.
 */
#ifndef KCOV_CORE_FEEDBACK_H
#define KCOV_CORE_FEEDBACK_H

#include "core/counters.h"

/* What KCOV_SETUP asked for. Zeros: the plain trace. */
struct kcov_choice {
	uint32_t feedback;  /* KCOV_FEEDBACK_* */
	uint32_t flags;	    /* KCOV_SETUP_* */
	uint32_t map_bits;  /* of edges, else 0 */
	uint32_t set_bits;  /* of unique PCs, else 0 */
	uint64_t cmp_words; /* at the end of the area, for comparisons */
};

enum {
	KCOV_MIN_MAP_BITS = 12,
	KCOV_MAX_MAP_BITS = 20,
	KCOV_MIN_SET_BITS = 8,
	KCOV_MAX_SET_BITS = 20,
	KCOV_DEFAULT_BITS = 16,
};

_Static_assert(offsetof(struct kcov_feedback, pc_count) ==
			       offsetof(struct kcov_feedback, pc_limit) + 8 &&
		       offsetof(struct kcov_feedback, cmp_count) ==
			       offsetof(struct kcov_feedback, cmp_limit) + 8,
	       "as before an area");

/* Can an area of so many words hold that? Bits are in their bounds or 0. */
bool kcov_choice_fits(const struct kcov_choice *choice, size_t words);
/* Words of the area that are not for comparisons; the choice fits. */
size_t kcov_choice_pc_words(const struct kcov_choice *choice, size_t words);
/* Records, or entries of the list, that fit. */
uintptr_t kcov_choice_limit(const struct kcov_choice *choice, size_t words);

/*
 * A set for what SETUP said last, made before the device's lock because that
 * sleeps: a SETUP that comes in between is found out by its size. 0 or -ENOMEM.
 * Where no set was asked for there is none, which takes no memory.
 */
int kcov_seen_alloc(struct kcov_seen *set, const struct kcov_choice *choice);
/* Any context but NMI. The set is none then. */
void kcov_seen_free(struct kcov_seen *set);

/* Beside a plain trace: counts what finds no room, of either mode. */
void kcov_feedback_trace(struct kcov_feedback *feedback, uint64_t *lost);
/*
 * Beside the area of a device that is about to collect PCs in this way. The set
 * is taken over; it is as large as the choice says.
 */
void kcov_feedback_begin(struct kcov_feedback *feedback,
			 const struct kcov_choice *choice, uintptr_t *area,
			 size_t words, struct kcov_seen *set,
			 struct kcov_counters *counters);
/* No slot points there any more. Gives the set back, for kcov_seen_free(). */
void kcov_feedback_end(struct kcov_feedback *feedback, struct kcov_seen *set);

#endif /* KCOV_CORE_FEEDBACK_H */
