// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-B1 to S-B3, S-B7, S-B8, S-A7, S-C3, S-C9, S-M7, E-remote: whatever strikes,
 * before whichever instruction of a callback or of a call, and whatever strikes
 * that in turn.
 *
 *   every-instruction [N M]    every N-th of nested strikes and hostile counts,
 *                              every M-th instruction of calls and deliveries
 *
 * kills: the faults for interrupts of tests/planted.
 */
#include <stdio.h>

#include "core/buffer.h"
#include "tests/interrupts/kills.h"
#include "tests/interrupts/scene.h"
#include "tests/interrupts/step.h"
#include "tests/unit/figures.h"

/* Instructions of one operation; ALL is none of them. */
enum { MOST = 4096, ALL = MOST };

static unsigned long every = 1000, every_call = 97;
static unsigned long singles, pairs, together, stores, longest,
	longest_undisturbed, longest_full, kills;

/* Which strike, before which instruction; and of the strike, before which. */
static const struct strike *first, *second;
static unsigned long first_at, second_at, second_steps;

/* Had the count of a callback its last value before the instruction? */
static bool is_claimed[MOST];

static bool note_claims(unsigned long n)
{
	if (n < MOST)
		is_claimed[n] = device->area.memory[0] == operation->records;
	return true;
}

static bool none(unsigned long n)
{
	(void)n;
	return true;
}

static bool second_strikes(unsigned long n)
{
	second_steps = n + 1;
	if (n == second_at || second_at == ALL)
		second->run();
	return n < second_at;
}

static bool first_strikes(unsigned long n)
{
	if (n == first_at && second)
		step_through(first->run, second_strikes);
	else if (n == first_at)
		first->run();
	/* Of nested strikes nothing but their outcome is asked. */
	return n < first_at || !second;
}

/* Callbacks are interrupted everywhere. */
static unsigned long stride(const struct operation *what)
{
	return what->records ? 1 : every_call;
}

static void say_where(void)
{
	int n = snprintf(where, sizeof(where), "%s", operation->name);

	if (first)
		n += snprintf(where + n, sizeof(where) - (size_t)n,
			      ", %s before instruction %lu", first->name,
			      first_at);
	if (second)
		snprintf(where + n, sizeof(where) - (size_t)n,
			 ", %s before its instruction %lu", second->name,
			 second_at);
}

/* The room is that of scene_begin(); returns the instructions seen. */
static unsigned long run(const struct operation *what, unsigned int room)
{
	unsigned long steps;

	operation = what;
	say_where();
	scene_begin(what, room);
	steps = step_through(what->run, first ? first_strikes : note_claims);
	if (room)
		scene_look_at_full();
	else
		scene_look(first ? first : &strike_hard, second);
	scene_end();
	return steps;
}

static unsigned long longer(unsigned long a, unsigned long b)
{
	return a > b ? a : b;
}

/* A callback is done after as many instructions whatever strikes. */
static void run_bounded(const struct operation *what, unsigned int room,
			unsigned long bound)
{
	unsigned long steps = run(what, room);

	if (!what->records)
		return;
	longest = longer(longest, steps);
	if (steps > bound)
		broken(CLAIM_BOUND, "more instructions than undisturbed");
}

static unsigned long undisturbed(const struct operation *what)
{
	unsigned long steps;

	first = second = NULL;
	steps = run(what, 0);
	if (steps < 2 || steps >= MOST) {
		printf("# %s: %lu instructions seen\n", where, steps);
		tap_ok(false, "the processor stops after every instruction");
		exit(tap_done());
	}
	if (what->records && steps > longest_undisturbed)
		longest_undisturbed = steps;
	return steps;
}

static unsigned long filling(const struct operation *what)
{
	unsigned long steps = step_through(what->run, none);

	longest_full = longer(longest_full, steps);
	return steps;
}

/*
 * What is lost to a full area is counted, which takes instructions of its own;
 * whatever fills the area before a callback leads there. The longest
 * of all ways.
 */
static unsigned long also_when_full(const struct operation *what,
				    unsigned long steps)
{
	unsigned int room;

	if (!what->records)
		return steps;
	first = second = NULL;
	operation = what;
	say_where();
	/* Of a switch with several cases any may be the one that fills the
	 * area. */
	for (room = 1; room <= CASES; room++) {
		scene_begin(what, room);
		steps = longer(steps, filling(what));
		steps = longer(steps, filling(what));
		scene_end();
	}
	return steps;
}

static void strike_everywhere(const struct operation *what,
			      const struct strike *strike, unsigned int room,
			      unsigned long steps)
{
	unsigned long bound = room ? also_when_full(what, steps) : steps;

	first = strike;
	second = NULL;
	for (first_at = 0; first_at < steps;
	     first_at += stride(what), singles++)
		run_bounded(what, room, bound);
}

/*
 * Has a count been loaded before this instruction that is not stored yet? Then
 * that one overwrites what is stored now.
 */
static bool is_loaded(const struct operation *what)
{
	first = &strike_hostile;
	hostile_count = ELSEWHERE;
	run(what, 0);
	return seen.overwritten;
}

/* Of a callback: the record is lost between load and store, nowhere else. */
static void look_for_lost(const struct operation *what, unsigned long steps)
{
	bool is_lost, in_between;

	second = NULL;
	for (first_at = 0; first_at < steps;
	     first_at += stride(what), singles++) {
		first = &strike_early;
		run_bounded(what, 0, steps);
		is_lost = !seen.own;
		/* Who has claimed all of it stores no count any more. */
		in_between = !is_claimed[first_at] && is_loaded(what);
		first = &strike_early;
		say_where();
		if (is_lost != in_between)
			broken(CLAIM_LOST, is_lost ? "lost" : "not lost");
	}
}

/* The task's own area, that of its section or of the one around it. */
enum place { NOWHERE, OWN, INNER, OUTER, REMOTE, PLACES };

static enum place place_seen(void)
{
	if (seen.own)
		return OWN;
	if (seen.inner)
		return INNER;
	if (seen.outer)
		return OUTER;
	return seen.remote ? REMOTE : NOWHERE;
}

/* Of a call: the record goes where collection goes, which changes once. */
static void look_at_places(const struct operation *what, unsigned long steps)
{
	bool left[PLACES] = { false };
	enum place before = NOWHERE, now;

	first = &strike_early;
	second = NULL;
	for (first_at = 0; first_at < steps;
	     first_at += stride(what), singles++) {
		run(what, 0);
		now = place_seen();
		if (now == before)
			continue;
		left[before] = true;
		if (now != NOWHERE && left[now])
			broken(CLAIM_PLACES, "back where it was");
		before = now;
	}
}

/* In calls, all nested strikes at once. */
static void strike_call_twice(const struct operation *what, unsigned long steps)
{
	second_at = ALL;
	for (; first_at < steps;
	     first_at += every_call, together += second_steps)
		run(what, 0);
}

/* In callbacks, one by one: every N-th of all pairs. */
static void strike_callback_twice(const struct operation *what,
				  unsigned long steps)
{
	unsigned long most, n;

	second_at = ALL;
	run(what, 0);
	most = second_steps;
	for (n = first_at; n < steps * most; n += every, pairs++) {
		first_at = n / most;
		second_at = n % most;
		run(what, 0);
	}
}

static void strike_twice(const struct operation *what, unsigned long steps)
{
	static const struct strike *const strikes[] = {
		&strike_early,
		&strike_soft,
		&strike_hard,
	};
	static const struct strike *const nested[] = {
		&strike_early,
		&strike_hard,
		&strike_hostile,
	};
	unsigned int i;

	hostile_count = ~0ull;
	for (i = 0; i < 9; i++) {
		first = strikes[i / 3];
		second = nested[i % 3];
		first_at = i;
		if (what->records)
			strike_callback_twice(what, steps);
		else
			strike_call_twice(what, steps);
	}
	second = NULL;
}

/* Round the limit, round the end of 64 bits, and round each power of 2. */
enum { NEAR = 6, HOSTILE = NEAR + 3 * 64 };

static uint64_t hostile_value(unsigned int i, uint64_t limit)
{
	const uint64_t near[] = { limit - 1, limit,	limit + 1,
				  ~0ull,     ~0ull - 1, ~0ull / 4 };

	if (i < NEAR)
		return near[i];
	i -= NEAR;
	return (1ull << i / 3) + i % 3 - 1;
}

static void store_everywhere(const struct operation *what, unsigned long steps)
{
	uint64_t limit = kcov_area_limit(what->mode, WORDS);
	unsigned long bound = also_when_full(what, steps), n;

	first = &strike_hostile;
	second = NULL;
	for (n = 0; n < steps * HOSTILE; n += every, stores++) {
		first_at = n / HOSTILE;
		hostile_count = hostile_value(n % HOSTILE, limit);
		run_bounded(what, 0, bound);
	}
}

static void interrupt(const struct operation *what)
{
	unsigned long steps = undisturbed(what);

	strike_everywhere(what, &strike_hard, 0, steps);
	strike_everywhere(what, &strike_soft, 0, steps);
	strike_everywhere(what, &strike_unknown, 0, steps);
	if (what->records) {
		look_for_lost(what, steps);
		strike_everywhere(what, &strike_early, 1, steps);
	} else {
		look_at_places(what, steps);
	}
	strike_twice(what, steps);
	store_everywhere(what, steps);
}

static void report(const char *program)
{
	char bound[48];

	snprintf(bound, sizeof(bound), "<= %lu, as undisturbed, %lu when full",
		 longest_undisturbed, longest_full);
	figures_begin(program);
	figure("operations interrupted", "each call, each callback", "%u",
	       operations_count);
	figure("interrupts", "before every instruction", "%lu", singles);
	figure("interrupts in interrupts", every < 10 ? ">= 50000" : "some",
	       "%lu one by one, %lu together", pairs, together);
	figure("kills", "in deliveries to maps and sets", "%lu", kills);
	figure("hostile counts stored", "in every callback and call", "%lu",
	       stores);
	figure("instructions of a callback at most", bound, "%lu", longest);
	figures_end();
}

int main(int argc, char **argv)
{
	unsigned int i;

	if (argc == 3) {
		every = strtoul(argv[1], NULL, 10);
		every_call = strtoul(argv[2], NULL, 10);
	}
	step_prepare();
	scene_prepare();
	for (i = 0; i < operations_count && !scene_failures[CLAIM_BACK]; i++)
		interrupt(&operations[i]);
	kills = kill_deliveries(1 + every_call / 20);
	for (i = 0; i < CLAIMS; i++)
		tap_ok(!scene_failures[i], "%s", scene_sentences[i]);
	report(argv[0]);
	return tap_done();
}
