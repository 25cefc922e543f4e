// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * How an area is shared out, and what stands beside it while a task collects.
 * Called by setup.c, enable.c and section.c, and by ports when a mapping goes.
 * A choice may come from memory that others write: its caller copied it once.
 */
#include "core/feedback.h"

#include <uapi/linux/kcov_extended.h>

#include "core/buffer.h"

static bool is_in(uint32_t bits, uint32_t least, uint32_t most)
{
	return bits >= least && bits <= most;
}

static bool is_bits_of_a_set(uint32_t bits)
{
	return is_in(bits, KCOV_MIN_SET_BITS, KCOV_MAX_SET_BITS);
}

static bool bits_are_right(const struct kcov_choice *choice)
{
	switch (choice->feedback) {
	case KCOV_FEEDBACK_TRACE:
		return !choice->map_bits && !choice->set_bits;
	case KCOV_FEEDBACK_UNIQUE:
		return !choice->map_bits && is_bits_of_a_set(choice->set_bits);
	case KCOV_FEEDBACK_EDGES:
		return !choice->set_bits &&
		       is_in(choice->map_bits, KCOV_MIN_MAP_BITS,
			     KCOV_MAX_MAP_BITS);
	default:
		return false;
	}
}

/* The part for comparisons begins where 64-bit words may, and holds a record. */
static bool cmp_words_fit(uint64_t cmp_words, size_t words)
{
	if (!cmp_words)
		return true;
	if (cmp_words >= words || words - cmp_words < KCOV_MIN_WORDS ||
	    !kcov_cmp_limit((size_t)cmp_words))
		return false;
	return !((words - cmp_words) * sizeof(uintptr_t) % sizeof(uint64_t));
}

size_t kcov_choice_pc_words(const struct kcov_choice *choice, size_t words)
{
	return words - (size_t)choice->cmp_words;
}

bool kcov_choice_fits(const struct kcov_choice *choice, size_t words)
{
	if (!bits_are_right(choice) || !cmp_words_fit(choice->cmp_words, words))
		return false;
	return choice->feedback != KCOV_FEEDBACK_EDGES ||
	       kcov_choice_pc_words(choice, words) >=
		       kcov_edges_words(choice->map_bits, sizeof(uintptr_t));
}

/* The list has an entry for each counter, so it is never full. */
uintptr_t kcov_choice_limit(const struct kcov_choice *choice, size_t words)
{
	return choice->feedback == KCOV_FEEDBACK_EDGES ?
		       (uintptr_t)1 << choice->map_bits :
		       kcov_pc_limit(kcov_choice_pc_words(choice, words));
}

int kcov_seen_alloc(struct kcov_seen *set, const struct kcov_choice *choice)
{
	const uint32_t said = *(const volatile uint32_t *)&choice->set_bits;
	const uint32_t bits = is_bits_of_a_set(said) ? said : 0;
	const size_t places = (size_t)1 << bits;

	*set = (struct kcov_seen){ .bits = bits };
	if (!bits)
		return 0;
	set->pcs = kcov_port_alloc(places * sizeof(*set->pcs));
	set->used = kcov_port_alloc(places * sizeof(*set->used));
	if (set->pcs && set->used)
		return 0;
	kcov_seen_free(set);
	return -ENOMEM;
}

void kcov_seen_free(struct kcov_seen *set)
{
	const size_t places = (size_t)1 << set->bits;

	if (set->pcs)
		kcov_port_free(set->pcs, places * sizeof(*set->pcs));
	if (set->used)
		kcov_port_free(set->used, places * sizeof(*set->used));
	*set = (struct kcov_seen){ 0 };
}

void kcov_feedback_trace(struct kcov_feedback *feedback, uint64_t *lost)
{
	*feedback = (struct kcov_feedback){
		.lost = lost,
		.cmp_lost = lost,
	};
}

static void begin_pcs(struct kcov_feedback *feedback,
		      const struct kcov_choice *choice, size_t words)
{
	const uint32_t bits = choice->map_bits | choice->set_bits;
	uintptr_t count = kcov_load_word(&feedback->area[0]);

	feedback->limit = kcov_choice_limit(choice, words);
	feedback->shift = 32 - bits;
	if (choice->feedback == KCOV_FEEDBACK_UNIQUE)
		feedback->pc_count = KCOV_COUNT_UNIQUE;
	if (choice->feedback != KCOV_FEEDBACK_EDGES)
		return;
	feedback->pc_count = KCOV_COUNT_EDGES;
	/* A count of 0 says that nobody knows what is in the map. */
	if (!count)
		__builtin_memset(&feedback->area[1], 0, (size_t)1 << bits);
	feedback->used =
		(uint32_t)(count < feedback->limit ? count : feedback->limit);
}

void kcov_feedback_begin(struct kcov_feedback *feedback,
			 const struct kcov_choice *choice, uintptr_t *area,
			 size_t words, struct kcov_seen *set,
			 struct kcov_counters *counters)
{
	kcov_feedback_trace(feedback, &counters->full);
	feedback->area = area;
	feedback->repeated = &counters->repeated;
	feedback->set = *set;
	*set = (struct kcov_seen){ 0 };
	begin_pcs(feedback, choice, words);
	feedback->pc_limit = feedback->pc_count;
	if (!choice->cmp_words)
		return;
	feedback->cmp_limit = KCOV_COUNT_BESIDE;
	feedback->cmp_count = KCOV_COUNT_BESIDE;
	feedback->cmp_area =
		(uint64_t *)&area[kcov_choice_pc_words(choice, words)];
	feedback->cmp_room = kcov_cmp_limit((size_t)choice->cmp_words);
	feedback->cmp_lost = &counters->cmp_full;
}

void kcov_feedback_end(struct kcov_feedback *feedback, struct kcov_seen *set)
{
	*set = feedback->set;
	*feedback = (struct kcov_feedback){ 0 };
}
