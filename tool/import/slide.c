// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Where code ran, by PCs that were recorded there. Called while a dump is taken
 * up. Loaders move code by whole pages, and a recorded PC is where a call of
 * the callback returns to: with a few of them one distance is left.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "tool/import/ground.h"
#include "tool/index/machine.h"

#define PAGE 4096
#define FEWEST 4  /* different PCs that say something */
#define ANCHORS 3 /* of which one at least is in what the code shows */
#define MOST 64

static uint64_t narrow(const struct ground *ground, uint64_t address)
{
	return ground->word == 4 ? (uint32_t)address : address;
}

uint64_t ground_pc(const struct ground *ground, uint64_t pc)
{
	return machine_address(ground->index->header->machine,
			       narrow(ground, pc));
}

static bool is_code(const struct ground *ground, uint64_t address)
{
	const struct index_header *header = ground->index->header;

	return address > header->base && address <= header->end;
}

bool ground_has(const struct ground *ground, uint64_t pc)
{
	size_t i;

	for (i = 0; i < ground->slides.count; i++)
		if (is_code(ground, narrow(ground, pc - ground->slides.at[i])))
			return true;
	return false;
}

static bool is_point(const struct ground *ground, uint64_t pc, uint64_t slide)
{
	return index_point(ground->index, narrow(ground, pc - slide));
}

bool ground_has_point(const struct ground *ground, uint64_t pc)
{
	size_t i;

	for (i = 0; i < ground->slides.count; i++)
		if (is_point(ground, pc, ground->slides.at[i]))
			return true;
	return false;
}

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* Different ones, from everywhere. */
static pc_array some_of(const pc_array *pcs, uint64_t after)
{
	pc_array some = { 0 };
	size_t i, kept = 0, step;

	for (i = 0; i < pcs->count; i++)
		array_push(&some, pcs->at[i] + after);
	if (some.count)
		qsort(some.at, some.count, sizeof(*some.at), by_value);
	for (i = 0; i < some.count; i++)
		if (!kept || some.at[kept - 1] != some.at[i])
			some.at[kept++] = some.at[i];
	step = kept / MOST + 1;
	for (i = 0; i * step < kept; i++)
		some.at[i] = some.at[i * step];
	some.count = i;
	return some;
}

/* How many are places; 0 if too many are not. */
static size_t hits(const struct ground *ground, const pc_array *some,
		   uint64_t slide)
{
	size_t i, missed = 0;

	for (i = 0; i < some->count && missed * 8 <= some->count; i++)
		missed += !is_point(ground, some->at[i], slide);
	return missed * 8 <= some->count ? some->count - missed : 0;
}

struct choice {
	uint64_t slide;
	size_t hits;
	bool is_one; /* no other one has as many */
};

static void look_from(const struct ground *ground, const pc_array *some,
		      uint64_t anchor, struct choice *choice)
{
	size_t i;

	for (i = 0; i < ground->index->points_count; i++) {
		uint64_t slide = narrow(
			ground,
			anchor - index_address(ground->index,
					       &ground->index->points[i]));
		size_t found;

		if (slide % PAGE || (choice->hits && slide == choice->slide))
			continue;
		found = hits(ground, some, slide);
		if (found && found == choice->hits)
			choice->is_one = false;
		if (found > choice->hits)
			*choice = (struct choice){ slide, found, true };
	}
}

static bool find(const struct ground *ground, const pc_array *pcs,
		 uint64_t after, uint64_t *slide)
{
	pc_array some = some_of(pcs, after);
	struct choice choice = { 0 };
	size_t i;

	for (i = 0; i < ANCHORS && some.count >= FEWEST && !choice.hits; i++)
		look_from(ground, &some, some.at[i], &choice);
	free(some.at);
	*slide = choice.slide;
	return choice.hits && choice.is_one;
}

/* Code cannot have been in two places that overlap. */
static bool is_apart(const struct ground *ground, uint64_t slide)
{
	const struct index_header *header = ground->index->header;
	uint64_t bytes = header->end - header->base;
	size_t i;

	for (i = 0; i < ground->slides.count; i++) {
		uint64_t above = slide - ground->slides.at[i];

		if (above < bytes || -above < bytes)
			return false;
	}
	return true;
}

static bool take_slide(struct ground *ground, uint64_t slide, bool more)
{
	if (!more)
		ground->slides.count = 0;
	if (!is_apart(ground, slide))
		return false;
	array_push(&ground->slides, slide);
	info("%s code was moved by 0x%" PRIx64 ", as its PCs say",
	     more ? "some of the" : "the", slide);
	return true;
}

bool ground_find_slide(struct ground *ground, const pc_array *pcs,
		       uint64_t after)
{
	uint64_t slide;

	return !ground->is_given && find(ground, pcs, after, &slide) &&
	       take_slide(ground, slide, ground->is_used);
}

void ground_find_others(struct ground *ground, const pc_array *pcs)
{
	pc_array outside = { 0 };
	size_t i, here = 0;
	uint64_t slide;

	for (i = 0; i < pcs->count; i++) {
		here += ground_has_point(ground, pcs->at[i]);
		if (!ground_has(ground, pcs->at[i]))
			array_push(&outside, pcs->at[i]);
	}
	if (here * 2 < pcs->count)
		ground_find_slide(ground, pcs, 0);
	else if (!ground->is_given && find(ground, &outside, 0, &slide))
		take_slide(ground, slide, true);
	free(outside.at);
}
