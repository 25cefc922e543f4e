// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Which calls and jumps of a section go to wanted addresses through registers:
 * the effects of instructions are divided into blocks, and the set of registers
 * that hold a wanted address is carried along the edges until nothing changes.
 * Called with the decoded effects of each section. States only grow, so the
 * search ends. Images are untrusted: a target may be outside of the section.
 */
#include <stdlib.h>
#include <string.h>

#include "tool/index/flow.h"

typedef ARRAY_OF(uint32_t) number_array;

struct flow {
	const effect_array *effects;
	block_array *blocks;
	uint64_t lost;
	number_array work;
};

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static bool ends_block(const struct effect *effect)
{
	return effect->kind >= EFFECT_JUMP;
}

static bool falls_through(const struct effect *effect)
{
	return effect->kind <= EFFECT_JUMP;
}

/* Blocks begin where jumps go and behind them. */
static void find_leaders(const struct flow *flow, number_array *leaders)
{
	size_t i;

	array_push(leaders, 0);
	for (i = 0; i < flow->effects->count; i++) {
		const struct effect *effect = &flow->effects->at[i];

		if (effect->kind == EFFECT_JUMP ||
		    effect->kind == EFFECT_JUMP_ALWAYS)
			array_push(leaders, effect->target);
		if (ends_block(effect))
			array_push(leaders, effect->next);
	}
	qsort(leaders->at, leaders->count, sizeof(*leaders->at), by_number);
}

static void make_blocks(struct flow *flow)
{
	number_array leaders = { 0 };
	uint32_t effect = 0;
	size_t i;

	find_leaders(flow, &leaders);
	for (i = 0; i < leaders.count; i++) {
		struct block block = { .start = leaders.at[i] };

		if (i && leaders.at[i - 1] == block.start)
			continue;
		while (effect < flow->effects->count &&
		       flow->effects->at[effect].start < block.start)
			effect++;
		block.first = effect;
		if (flow->blocks->count)
			flow->blocks->at[flow->blocks->count - 1].end = effect;
		array_push(flow->blocks, block);
	}
	flow->blocks->at[flow->blocks->count - 1].end =
		(uint32_t)flow->effects->count;
	free(leaders.at);
}

static uint32_t block_at(const struct flow *flow, uint32_t start)
{
	size_t low = 0, high = flow->blocks->count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (flow->blocks->at[middle].start < start)
			low = middle + 1;
		else
			high = middle;
	}
	return (uint32_t)low;
}

static void enter(struct flow *flow, uint32_t number, uint64_t state)
{
	struct block *block;

	if (number >= flow->blocks->count)
		return;
	block = &flow->blocks->at[number];
	if (block->entered && (block->state | state) == block->state)
		return;
	block->entered = true;
	block->state |= state;
	if (!block->waiting) {
		block->waiting = true;
		array_push(&flow->work, number);
	}
}

static uint64_t apply(const struct effect *effect, uint64_t state,
		      uint64_t lost)
{
	uint64_t bit = 1ull << effect->reg;

	switch (effect->kind) {
	case EFFECT_SET:
		return effect->wanted ? state | bit : state & ~bit;
	case EFFECT_COPY:
		return state >> effect->source & 1 ? state | bit : state & ~bit;
	case EFFECT_CLEAR:
		return state & ~bit;
	case EFFECT_CALL:
	case EFFECT_CALL_HOLDER:
		return state & ~lost;
	}
	return state;
}

static uint64_t state_behind(const struct flow *flow, const struct block *block)
{
	uint64_t state = block->state;
	uint32_t i;

	for (i = block->first; i < block->end; i++)
		state = apply(&flow->effects->at[i], state, flow->lost);
	return state;
}

static void run_block(struct flow *flow, uint32_t number)
{
	const struct block *block = &flow->blocks->at[number];
	const struct effect *last = block->end > block->first ?
					    &flow->effects->at[block->end - 1] :
					    NULL;
	uint64_t state = state_behind(flow, block);

	if (last &&
	    (last->kind == EFFECT_JUMP || last->kind == EFFECT_JUMP_ALWAYS))
		enter(flow, block_at(flow, last->target), state);
	if (!last || falls_through(last))
		enter(flow, number + 1, state);
}

static void settle(struct flow *flow)
{
	while (flow->work.count) {
		uint32_t number = flow->work.at[--flow->work.count];

		flow->blocks->at[number].waiting = false;
		run_block(flow, number);
	}
}

static bool is_wanted(const struct effect *effect, uint64_t state)
{
	if (effect->kind == EFFECT_CALL_HOLDER ||
	    effect->kind == EFFECT_JUMP_HOLDER)
		return state >> effect->reg & 1;
	return effect->wanted && effect->kind >= EFFECT_CALL;
}

static void collect(const struct flow *flow, uint64_t address,
		    address_array *calls, address_array *jumps)
{
	size_t b, i;

	for (b = 0; b < flow->blocks->count; b++) {
		const struct block *block = &flow->blocks->at[b];
		uint64_t state = block->state;

		for (i = block->first; i < block->end; i++) {
			const struct effect *effect = &flow->effects->at[i];

			if (is_wanted(effect, state) && ends_block(effect))
				array_push(jumps, address + effect->start);
			else if (is_wanted(effect, state))
				array_push(calls, address + effect->next);
			state = apply(effect, state, flow->lost);
		}
	}
}

/*
 * What nobody is seen to enter is a function, which begins by loading what it
 * needs, or a case of a switch, which inherits from the jump before it. The
 * nearest jump through a table stands for the function's own.
 */
static void enter_orphans(struct flow *flow)
{
	uint64_t nearest = 0;
	uint32_t b;

	for (b = 0; b < flow->blocks->count; b++) {
		const struct block *block = &flow->blocks->at[b];

		if (!block->entered) {
			enter(flow, b, nearest);
			settle(flow);
		}
		if (block->end > block->first &&
		    flow->effects->at[block->end - 1].kind ==
			    EFFECT_JUMP_HOLDER)
			nearest = state_behind(flow, block);
	}
}

static void reset(const struct flow *flow)
{
	size_t b;

	for (b = 0; b < flow->blocks->count; b++) {
		flow->blocks->at[b].state = 0;
		flow->blocks->at[b].entered = false;
	}
}

void flow_find(struct flow_section *section, const address_array *wanted,
	       uint64_t lost, address_array *calls, address_array *jumps)
{
	struct flow flow = { &section->effects, &section->blocks, lost, { 0 } };
	size_t i;

	if (!section->effects.count)
		return;
	for (i = 0; i < section->effects.count; i++) {
		struct effect *effect = &section->effects.at[i];

		effect->wanted = effect->value &&
				 address_is_in(wanted, effect->value);
	}
	if (!section->blocks.count)
		make_blocks(&flow);
	reset(&flow);
	enter_orphans(&flow);
	collect(&flow, section->address, calls, jumps);
	free(flow.work.at);
}

void flow_free(struct flow_section *section)
{
	free(section->effects.at);
	free(section->blocks.at);
}
