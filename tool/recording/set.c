// SPDX-License-Identifier: GPL-2.0-only OR MIT
#include <stdlib.h>
#include <string.h>

#include "tool/recording/set.h"

static bool same_image(const struct image_entry *a, const struct image_entry *b)
{
	if (strcmp(a->build_id, "-") || strcmp(b->build_id, "-"))
		return !strcmp(a->build_id, b->build_id);
	return !strcmp(a->path, b->path);
}

static struct image_entry *find(const struct universe *universe,
				const struct image_entry *image)
{
	size_t i;

	for (i = 0; i < universe->images.images.count; i++)
		if (same_image(&universe->images.images.at[i], image))
			return &universe->images.images.at[i];
	return NULL;
}

/* An image has the place it had, or else one behind everything. */
static void add_image(struct universe *universe,
		      const struct image_entry *image)
{
	uint64_t start = image->start, highest = 0;
	bool free_place = true;
	size_t i;

	for (i = 0; i < universe->images.images.count; i++) {
		const struct image_entry *other =
			&universe->images.images.at[i];

		if (start < other->end && other->start < image->end)
			free_place = false;
		if (other->end > highest)
			highest = other->end;
	}
	if (!free_place)
		start = (highest + 0x1fffff) & ~0xfffffull;
	recording_add_image(&universe->images, start,
			    start + (image->end - image->start),
			    image->bias + (start - image->start),
			    image->build_id, image->path);
}

uint64_t universe_address(const struct universe *universe,
			  const struct recording *recording, uint64_t pc)
{
	const struct image_entry *from = recording_image(recording, pc);
	const struct image_entry *to = from ? find(universe, from) : NULL;

	return to ? pc - from->bias + to->bias : pc;
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

void set_of_recording(struct universe *universe,
		      const struct recording *recording, pc_set *set)
{
	size_t i, pc;

	for (i = 0; i < recording->images.count; i++)
		if (!find(universe, &recording->images.at[i]))
			add_image(universe, &recording->images.at[i]);
	for (i = 0; i < recording->tasks.count; i++) {
		const struct task *task = &recording->tasks.at[i];

		array_reserve(set, task->pcs.count);
		for (pc = 0; pc < task->pcs.count; pc++)
			set->at[set->count++] = task->pcs.at[pc];
	}
	/* Moved after sorting: images are looked up once per address. */
	sort_unique(set);
	for (i = 0; i < set->count; i++)
		set->at[i] = universe_address(universe, recording, set->at[i]);
	sort_unique(set);
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
