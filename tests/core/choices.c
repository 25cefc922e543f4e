// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * E-setup, E-edges, E-unique, E-both, E-query: which choices fit into which
 * area, against a reference that is written here from doc/extended.md, in
 * numbers; how much an area has room for; what SETUP takes and QUERY says it
 * takes. kills: a bound that is off by one; a default of another size; a part
 * for comparisons in the middle of a word, or without a record.
 */
#include <uapi/linux/kcov_extended.h>

#include "core/buffer.h"
#include "core/feedback.h"
#include "tests/core/fixture.h"

static struct kcov_task task;

static bool is_between(uint32_t n, uint32_t least, uint32_t most)
{
	return n >= least && n <= most;
}

static bool bits_fit(const struct kcov_choice *choice)
{
	if (choice->feedback == KCOV_FEEDBACK_TRACE)
		return !choice->map_bits && !choice->set_bits;
	if (choice->feedback == KCOV_FEEDBACK_UNIQUE)
		return !choice->map_bits && is_between(choice->set_bits, 8, 20);
	if (choice->feedback == KCOV_FEEDBACK_EDGES)
		return !choice->set_bits &&
		       is_between(choice->map_bits, 12, 20);
	return false;
}

/* A count and a record of 4, all of 64 bits; and a count and a PC before. */
static bool part_fits(uint64_t cmp_words, uint64_t words)
{
	const uint64_t bytes = (words - cmp_words) * sizeof(uintptr_t);

	return !cmp_words || (cmp_words * sizeof(uintptr_t) >= 40 &&
			      cmp_words <= words - 2 && bytes % 8 == 0);
}

static bool fits(const struct kcov_choice *choice, uint64_t words)
{
	const uint64_t least =
		sizeof(uintptr_t) + ((uint64_t)5 << choice->map_bits);

	if (!bits_fit(choice) || !part_fits(choice->cmp_words, words))
		return false;
	return choice->feedback != KCOV_FEEDBACK_EDGES ||
	       (words - choice->cmp_words) * sizeof(uintptr_t) >= least;
}

static uint64_t limit(const struct kcov_choice *choice, uint64_t words)
{
	return choice->feedback == KCOV_FEEDBACK_EDGES ?
		       (uint64_t)1 << choice->map_bits :
		       words - choice->cmp_words - 1;
}

static unsigned long long wrong, taken, asked;

static void compare(struct kcov_choice choice, uint64_t words)
{
	const bool fit = kcov_choice_fits(&choice, (size_t)words);

	asked++;
	taken += fit;
	wrong += fit != fits(&choice, words);
	if (fit)
		wrong += kcov_choice_limit(&choice, (size_t)words) !=
			 limit(&choice, words);
}

/* Around what is needed, with and without a part for comparisons. */
static void in_areas(struct kcov_choice choice)
{
	static const uint64_t parts[] = { 0, 1,	 2,  3,	 4,   5,
					  6, 10, 11, 12, 500, 4096 };
	const uint64_t needed =
		1 + (((uint64_t)5 << choice.map_bits) + sizeof(uintptr_t) - 1) /
			    sizeof(uintptr_t);
	uint64_t words;
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		choice.cmp_words = parts[i];
		for (words = 2; words < 16; words++)
			compare(choice, words);
		for (words = parts[i]; words < parts[i] + 5; words++)
			if (words >= 2)
				compare(choice, words);
		for (words = needed - 2; words < needed + 3; words++)
			if (choice.map_bits < 32 && words >= 2)
				compare(choice, words + parts[i]);
	}
	choice.cmp_words = ~(uint64_t)0;
	compare(choice, 1 << 16);
	choice.cmp_words = (uint64_t)1 << 32;
	compare(choice, 1 << 16);
}

static void every_choice(void)
{
	struct kcov_choice choice = { 0 };

	for (choice.feedback = 0; choice.feedback < 4; choice.feedback++)
		for (choice.map_bits = 0; choice.map_bits < 24;
		     choice.map_bits++)
			for (choice.set_bits = 0; choice.set_bits < 24;
			     choice.set_bits++)
				in_areas(choice);
	tap_ok(!wrong && taken,
	       "of %llu choices %llu fit, as the document says", asked, taken);
}

/* What a choice from shared memory says last is how large the set is. */
static void sets(void)
{
	struct kcov_choice choice = { .feedback = KCOV_FEEDBACK_UNIQUE };
	struct kcov_seen set;
	unsigned int bad = 0;

	for (choice.set_bits = 0; choice.set_bits < 32; choice.set_bits++) {
		const bool right = is_between(choice.set_bits, 8, 20);
		const int before = fake_live_objects;

		bad += kcov_seen_alloc(&set, &choice) != 0 ||
		       set.bits != (right ? choice.set_bits : 0) ||
		       !set.pcs == right || !set.used == right;
		kcov_seen_free(&set);
		bad += set.bits || set.pcs || set.used ||
		       fake_live_objects != before;
	}
	tap_ok(!bad, "a set is of the sizes that there are, or none");
}

static long set_up(struct kcov_device *device, struct kcov_setup setup)
{
	setup.size = sizeof(setup);
	return kcov_ioctl(device, &task, KCOV_SETUP, (uintptr_t)&setup);
}

static struct kcov_query query_of(struct kcov_device *device)
{
	struct kcov_query query = { .size = sizeof(query) };

	kcov_ioctl(device, &task, KCOV_QUERY, (uintptr_t)&query);
	return query;
}

static void bounds_are_told(void)
{
	struct kcov_device *device = sized_device(1 << 17);
	struct kcov_query query = query_of(device);

	tap_ok(query.map_bits_min == 12 && query.map_bits_max == 20 &&
		       query.set_bits_min == 8 && query.set_bits_max == 20,
	       "QUERY says which sizes there are");
	tap_ok(query.edges_words == 1 + ((5 << 16) + sizeof(uintptr_t) - 1) /
						    sizeof(uintptr_t),
	       "and how many words a map of the default size needs");
	set_up(device, (struct kcov_setup){ .feedback = KCOV_FEEDBACK_EDGES });
	query = query_of(device);
	tap_ok(query.map_bits == 16 && !query.set_bits,
	       "a map has 2^16 counters by default, and no set");
	set_up(device, (struct kcov_setup){ .feedback = KCOV_FEEDBACK_UNIQUE });
	query = query_of(device);
	tap_ok(query.set_bits == 16 && !query.map_bits,
	       "a set has 2^16 places by default, and no map");
	kcov_device_put(device);
}

static struct kcov_feedback *feedback_of(struct kcov_device *device)
{
	unsigned long flags = kcov_port_device_lock(device);
	struct kcov_feedback *feedback = kcov_port_area_feedback(device);

	kcov_port_device_unlock(device, flags);
	return feedback;
}

/*
 * Some hosts keep limits before areas: there the count always equals it, and
 * the area, which no slot points at, has none.
 */
static void no_room_in_a_slot(void)
{
	static const uint32_t kinds[] = { KCOV_FEEDBACK_UNIQUE,
					  KCOV_FEEDBACK_EDGES };
	unsigned int bad = 0, no_limits = 0;
	size_t i;

	for (i = 0; i < 2; i++) {
		struct kcov_device *device = sized_device(1 << 17);
		struct kcov_feedback *feedback = feedback_of(device);

		new_task(&task);
		set_up(device, (struct kcov_setup){ .feedback = kinds[i],
						    .cmp_words = 64 });
		fake_area_limit = ~(uint64_t)0;
		enable(device, KCOV_TRACE_PC);
		no_limits += !fake_area_limit;
		bad += !feedback->pc_count ||
		       feedback->pc_limit != feedback->pc_count ||
		       !feedback->cmp_count ||
		       feedback->cmp_limit != feedback->cmp_count;
		disable(device);
		kcov_device_put(device);
	}
	tap_ok(!bad, "what stands before a count equals it");
	tap_ok(no_limits == 2,
	       "and an area that no slot points at has no room");
}

/* PCs beside comparisons: a slot points at the area, and a part is theirs. */
static void less_room_in_a_slot(void)
{
	struct kcov_device *device = sized_device(64);

	new_task(&task);
	set_up(device, (struct kcov_setup){ .cmp_words = 24 });
	enable(device, KCOV_TRACE_PC);
	tap_ok(fake_area_limit == 64 - 24 - 1 && task.pc.limit == 64 - 24 - 1,
	       "an area with a part for comparisons has room for fewer PCs");
	disable(device);
	kcov_device_put(device);
}

int main(void)
{
	every_choice();
	sets();
	bounds_are_told();
	no_room_in_a_slot();
	less_room_in_a_slot();
	tap_ok(nothing_left(0), "nothing is left over");
	return tap_done();
}
