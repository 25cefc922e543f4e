// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Two runs side by side: their sets and traces in one space of addresses,
 * filtered, and the comparisons that sent them apart. Called by diff.
 * Recordings are read and checked already; addresses of different runs mean the
 * same place only in the common space.
 */
#include <stdlib.h>
#include <string.h>

#include "tool/coverage/comparing.h"

static void add_task(struct comparing *comparing, int side,
		     const struct recording *recording, const struct task *task)
{
	struct two_runs *runs = &comparing->runs;
	size_t i;

	for (i = 0; i < task->pcs.count; i++)
		array_push(&runs->traces[side],
			   universe_address(&comparing->universe, recording,
					    task->pcs.at[i]));
	for (i = 0; i < task->comparisons.count; i++) {
		struct comparison comparison = task->comparisons.at[i];

		comparison.pc = universe_address(&comparing->universe,
						 recording, comparison.pc);
		array_push(&runs->comparisons[side], comparison);
	}
}

void comparing_add(struct comparing *comparing, int side,
		   const struct recording *recording)
{
	size_t i;

	set_of_recording(&comparing->universe, recording,
			 &comparing->sets[side]);
	for (i = 0; i < recording->tasks.count; i++)
		add_task(comparing, side, recording, &recording->tasks.at[i]);
}

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* The set first, so that each place is looked up once. */
static void drop_unwanted(struct comparing *comparing, int side,
			  const struct filter *filter)
{
	pc_set *set = &comparing->sets[side];
	trace_array *trace = &comparing->runs.traces[side];
	size_t i, kept = 0;

	for (i = 0; i < set->count; i++)
		if (filter_takes_pc(filter, &comparing->symbols, set->at[i]))
			set->at[kept++] = set->at[i];
	set->count = kept;
	for (i = kept = 0; set->count && i < trace->count; i++)
		if (bsearch(&trace->at[i], set->at, set->count,
			    sizeof(*set->at), by_value))
			trace->at[kept++] = trace->at[i];
	trace->count = kept;
}

void comparing_open(struct comparing *comparing, const struct search *search,
		    const struct filter *filter)
{
	symbols_open(&comparing->symbols, &comparing->universe.images, search);
	if (!filter_is_empty(filter)) {
		drop_unwanted(comparing, 0, filter);
		drop_unwanted(comparing, 1, filter);
	}
	comparing->runs.common = common_records(comparing->runs.traces);
}

bool comparing_parts(const struct comparing *comparing)
{
	const struct two_runs *runs = &comparing->runs;

	return runs->common < runs->traces[0].count ||
	       runs->common < runs->traces[1].count;
}

/* Where the next instrumented place behind `pc` is; `pc` if nobody knows. */
static uint64_t next_place(struct comparing *comparing, uint64_t pc)
{
	const struct image_entry *image =
		recording_image(&comparing->universe.images, pc);
	const struct index *index =
		image ? symbols_index(&comparing->symbols, image) : NULL;
	size_t low = 0, high = index ? index->points_count : 0;
	uint64_t address;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		address = index_address(index, index->points + middle);
		if (address <= pc - image->bias)
			low = middle + 1;
		else
			high = middle;
	}
	if (!index || !index->points_count)
		return pc;
	if (low == index->points_count)
		return image->end;
	return index_address(index, index->points + low) + image->bias;
}

/* The names of the functions, not inlined ones, in which they part. */
struct functions {
	struct symbols *symbols;
	const char *names[2];
};

static const char *outermost(struct symbols *symbols, uint64_t pc)
{
	const struct image_entry *image;
	struct place chain[32];
	size_t steps = symbols_chain(symbols, pc, chain, 32, &image);

	return chain[steps - 1].function;
}

static bool is_in(uint64_t pc, void *data)
{
	struct functions *functions = data;
	const char *name = outermost(functions->symbols, pc);
	int side;

	for (side = 0; side < 2; side++)
		if (functions->names[side] &&
		    !strcmp(functions->names[side], name))
			return true;
	return false;
}

void comparing_decide(struct comparing *comparing, decision_array *found)
{
	struct two_runs *runs = &comparing->runs;
	struct functions functions = { &comparing->symbols, { NULL, NULL } };
	struct decision decision;
	int side;

	if (!runs->common || !comparing_parts(comparing))
		return;
	decisions_in_block(runs,
			   next_place(comparing,
				      runs->traces[0].at[runs->common - 1]),
			   found);
	if (found->count)
		return;
	for (side = 0; side < 2; side++)
		if (runs->common < runs->traces[side].count)
			functions.names[side] =
				outermost(&comparing->symbols,
					  runs->traces[side].at[runs->common]);
	if (decision_before(runs, is_in, &functions, &decision))
		array_push(found, decision);
}

void comparing_free(struct comparing *comparing)
{
	int side;

	if (comparing->symbols.recording)
		symbols_close(&comparing->symbols);
	for (side = 0; side < 2; side++) {
		free(comparing->sets[side].at);
		free(comparing->runs.traces[side].at);
		free(comparing->runs.comparisons[side].at);
	}
	universe_free(&comparing->universe);
}
