// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Which comparison sent two runs apart, of the traces and the comparisons of
 * two passes each. Called by comparing.c. Addresses are those of the common
 * space. The two passes of a run may differ; then nothing is claimed.
 */
#include <stdlib.h>

#include "tool/coverage/decision.h"

size_t common_records(const trace_array traces[2])
{
	size_t i;

	for (i = 0; i < traces[0].count && i < traces[1].count; i++)
		if (traces[0].at[i] != traces[1].at[i])
			break;
	return i;
}

static size_t executions(const trace_array *trace, uint64_t pc, size_t records)
{
	size_t i, count = 0;

	for (i = 0; i < records; i++)
		count += trace->at[i] == pc;
	return count;
}

static size_t made(const comparison_array *all, uint64_t pc)
{
	size_t i, count = 0;

	for (i = 0; i < all->count; i++)
		count += all->at[i].pc == pc;
	return count;
}

/* The comparison at `pc` that was made after `before` others there. */
static const struct comparison *nth(const comparison_array *all, uint64_t pc,
				    size_t before)
{
	size_t i;

	for (i = 0; i < all->count; i++)
		if (all->at[i].pc == pc && !before--)
			return &all->at[i];
	return NULL;
}

static bool same_operands(const struct comparison *a,
			  const struct comparison *b)
{
	return a->arg1 == b->arg1 && a->arg2 == b->arg2;
}

/* A switch compares with every case; the one that it took says most. */
static bool is_hit(const struct decision *decision)
{
	return decision->sides[0].arg1 == decision->sides[0].arg2 ||
	       decision->sides[1].arg1 == decision->sides[1].arg2;
}

/*
 * What the comparison at `pc` was in the last common execution of its block:
 * one record, or one for each case of a switch.
 */
static void add_at(const struct two_runs *runs, uint64_t pc,
		   decision_array *found)
{
	uint64_t block = runs->traces[0].at[runs->common - 1];
	size_t nth_time = executions(&runs->traces[0], block, runs->common);
	size_t begin = found->count, each[2], i;
	bool hit = false;
	int side;

	for (side = 0; side < 2; side++) {
		size_t times = executions(&runs->traces[side], block,
					  runs->traces[side].count);
		size_t all = made(&runs->comparisons[side], pc);

		/* Else this pass did not do what the first one did. */
		if (!all || all % times)
			return;
		each[side] = all / times;
	}
	if (each[0] != each[1])
		return;
	for (i = 0; i < each[0]; i++) {
		size_t before = (nth_time - 1) * each[0] + i;
		struct decision decision = {
			{ *nth(&runs->comparisons[0], pc, before),
			  *nth(&runs->comparisons[1], pc, before) }
		};

		if (same_operands(&decision.sides[0], &decision.sides[1]))
			continue;
		if (is_hit(&decision) && !hit) {
			found->count = begin;
			hit = true;
		}
		if (!hit || is_hit(&decision))
			array_push(found, decision);
	}
}

static int by_address(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

void decisions_in_block(const struct two_runs *runs, uint64_t end,
			decision_array *found)
{
	const comparison_array *all = &runs->comparisons[0];
	uint64_t start;
	trace_array pcs = { 0 };
	size_t i;

	if (!runs->common)
		return;
	start = runs->traces[0].at[runs->common - 1];
	for (i = 0; i < all->count; i++)
		if (all->at[i].pc > start && all->at[i].pc <= end)
			array_push(&pcs, all->at[i].pc);
	if (pcs.count)
		qsort(pcs.at, pcs.count, sizeof(*pcs.at), by_address);
	for (i = 0; i < pcs.count; i++)
		if (!i || pcs.at[i] != pcs.at[i - 1])
			add_at(runs, pcs.at[i], found);
	free(pcs.at);
}

bool decision_before(const struct two_runs *runs,
		     bool (*candidate)(uint64_t pc, void *data), void *data,
		     struct decision *found)
{
	const comparison_array *all = runs->comparisons;
	bool any = false;
	size_t i;

	for (i = 0; i < all[0].count && i < all[1].count; i++) {
		const struct comparison *a = &all[0].at[i], *b = &all[1].at[i];

		if (a->pc != b->pc || a->type != b->type)
			break;
		if (same_operands(a, b) || !candidate(a->pc, data))
			continue;
		*found = (struct decision){ { *a, *b } };
		any = true;
	}
	return any;
}
