// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Recordings as sets of PCs: for merge, and for what diff says is in one alone.
 * Everything is linear in the PCs, but for the sort of those that differ.
 */
#include <stdlib.h>
#include <string.h>

#include "tool/base/table.h"
#include "tool/recording/set.h"

uint64_t universe_address(const struct universe *universe,
			  const struct recording *recording, uint64_t pc)
{
	const struct image_entry *image = recording_image(recording, pc);

	return image ? pc + universe->moves.at[image - recording->images.at] :
		       pc;
}

static void add_images(struct universe *universe,
		       const struct recording *recording)
{
	size_t i;

	universe->moves.count = 0;
	for (i = 0; i < recording->images.count; i++)
		array_push(&universe->moves,
			   recording_place_image(&universe->images,
						 &recording->images.at[i]));
	recording_sort_images(&universe->images);
}

void universe_free(struct universe *universe)
{
	recording_free(&universe->images);
	free(universe->moves.at);
	memset(universe, 0, sizeof(*universe));
}

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static void sort_unique(pc_set *set)
{
	size_t i, kept = 0;

	if (set->count)
		qsort(set->at, set->count, sizeof(*set->at), by_value);
	for (i = 0; i < set->count; i++)
		if (!kept || set->at[kept - 1] != set->at[i])
			set->at[kept++] = set->at[i];
	set->count = kept;
}

/*
 * What of the PCs was seen before: a trace repeats itself, and sorting costs
 * more for each of them than this. Who comes to a place that another one has
 * takes it, so some are let through twice: the sort finds these.
 */
struct seen {
	uint64_t *places;
	unsigned int shift; /* 64 minus the logarithm of their number */
};

/* The count of its PCs is known: up to a MiB, half of it used. */
static void seen_begin(struct seen *seen, uint64_t pcs)
{
	unsigned int bits = 8;

	while (bits < 17 && 1ull << bits < 2 * pcs)
		bits++;
	seen->shift = 64 - bits;
	seen->places = must_alloc(NULL, 1ul << bits, sizeof(*seen->places));
	memset(seen->places, 0, sizeof(*seen->places) << bits);
	/* A place that nobody had must not look like having 0. */
	seen->places[0] = 1;
}

static bool seen_before(struct seen *seen, uint64_t pc)
{
	uint64_t *place =
		&seen->places[pc * 0x9e3779b97f4a7c15ull >> seen->shift];
	bool before = *place == pc;

	*place = pc;
	return before;
}

void set_of_recording(struct universe *universe,
		      const struct recording *recording, pc_set *set)
{
	struct seen seen;
	size_t i, pc;

	add_images(universe, recording);
	seen_begin(&seen, recording_pcs(recording));
	for (i = 0; i < recording->tasks.count; i++) {
		const struct task *task = &recording->tasks.at[i];

		for (pc = 0; pc < task->pcs.count; pc++)
			if (!seen_before(&seen, task->pcs.at[pc]))
				array_push(set, task->pcs.at[pc]);
	}
	free(seen.places);
	/* Moved after sorting: images are looked up once per address. */
	sort_unique(set);
	for (i = 0; i < set->count; i++)
		set->at[i] = universe_address(universe, recording, set->at[i]);
	sort_unique(set);
}

void task_keep_first(struct task *task)
{
	struct table seen = { 0 };
	size_t i, kept = 0;
	uint32_t *number;

	for (i = 0; i < task->pcs.count; i++) {
		number = table_value(&seen, task->pcs.at[i]);
		if (*number != UINT32_MAX)
			continue;
		*number = 0;
		task->pcs.at[kept++] = task->pcs.at[i];
	}
	task->pcs.count = kept;
	table_free(&seen);
}

void set_combine(const pc_set *a, char operation, const pc_set *b,
		 pc_set *result)
{
	size_t i = 0, j = 0;

	while (i < a->count || j < b->count) {
		bool in_a = i < a->count &&
			    (j == b->count || a->at[i] <= b->at[j]);
		bool in_b = j < b->count &&
			    (i == a->count || b->at[j] <= a->at[i]);
		uint64_t pc = in_a ? a->at[i] : b->at[j];

		if (operation == '&' ? in_a && in_b :
		    operation == '-' ? in_a && !in_b :
				       true)
			array_push(result, pc);
		i += in_a;
		j += in_b;
	}
}
