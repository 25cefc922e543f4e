// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Depth first over the choices at each stop; a schedule is played again from its
 * start with one choice changed. Sleep sets: a context that was tried at a stop
 * sleeps in what comes after another one, until a step that depends on its own.
 */
#include "tests/schedules/explore.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/schedules/fiber.h"
#include "tests/schedules/memory.h"
#include "tests/schedules/sharing.h"

enum { DEEPEST = 4096 };

struct step {
	enum step_kind kind;
	uintptr_t from, to;
	const uint8_t *holder; /* of a lock */
};

/* A stop: who could go on, with which step, and what was tried. */
struct stop {
	struct step next[CONTEXTS];
	uint8_t enabled, asleep, tried;
	int8_t chosen, before;
	unsigned int preemptions;
};

static const struct exploration *exploration;
static struct stop stops[DEEPEST];
static unsigned int depth, planned;
static int running = -1;
static struct fiber fibers[CONTEXTS];
static struct step next_step[CONTEXTS];
static uint8_t ended, dead;
static unsigned long points;
static const char *failure;
static bool sharing_grew;
static uintptr_t locks_held[CONTEXTS][4];

int explore_running(void)
{
	return running;
}

void explore_fail(const char *what)
{
	if (!failure)
		failure = what;
	/* Not entered again: nobody knows what it would do next. */
	if (running >= 0)
		fiber_leave(&fibers[running]);
}

static void stop_before(struct step step)
{
	next_step[running] = step;
	points++;
	fiber_leave(&fibers[running]);
}

/* The locks that the running context holds, as a set of few addresses. */
static void remember_lock(const uint8_t *holder, bool held)
{
	uintptr_t *locks = locks_held[running];
	unsigned int i;

	for (i = 0; i < 4; i++)
		if (locks[i] == (held ? 0 : (uintptr_t)holder)) {
			locks[i] = held ? (uintptr_t)holder : 0;
			return;
		}
	explore_fail("more locks than there are, or one not held");
}

void explore_access(enum step_kind kind, const void *address, size_t bytes)
{
	struct step step = { kind, (uintptr_t)address,
			     (uintptr_t)address + bytes, NULL };

	if (running < 0) {
		memory_check(address, bytes);
		return;
	}
	if (fiber_has(&fibers[running], address))
		return;
	if (sharing_note(running, kind != STEP_READ, address, bytes,
			 locks_held[running], &sharing_grew))
		stop_before(step);
	memory_check(address, bytes);
}

bool explore_lock(uint8_t *holder)
{
	struct step step = { STEP_LOCK, (uintptr_t)holder,
			     (uintptr_t)holder + 1, holder };
	bool left_behind;

	if (running >= 0)
		stop_before(step);
	left_behind = *holder;
	*holder = (uint8_t)(running + 1);
	if (running >= 0) {
		memory_check(holder, 1);
		remember_lock(holder, true);
	}
	return left_behind;
}

void explore_unlock(uint8_t *holder)
{
	if (*holder != running + 1)
		explore_fail("a lock is let go by who does not hold it");
	memory_check(holder, 1);
	*holder = 0;
	if (running >= 0)
		remember_lock(holder, false);
}

void explore_kill(int context)
{
	struct step step = { STEP_KILL, 0, UINTPTR_MAX, NULL };

	stop_before(step);
	dead |= (uint8_t)(1u << context);
}

bool explore_is_dead(int context)
{
	return dead >> context & 1;
}

static bool depends(const struct step *a, const struct step *b)
{
	if (a->kind == STEP_KILL || b->kind == STEP_KILL)
		return true;
	if (a->kind == STEP_READ && b->kind == STEP_READ)
		return false;
	return a->from < b->to && b->from < a->to;
}

/* A lock can be taken if nobody has it, or somebody who died. */
static bool can_go_on(int context)
{
	const struct step *step = &next_step[context];

	if ((ended | dead) >> context & 1)
		return false;
	return step->kind != STEP_LOCK || !*step->holder ||
	       explore_is_dead(*step->holder - 1);
}

static uint8_t enabled_now(void)
{
	uint8_t enabled = 0;
	unsigned int i;

	for (i = 0; i < exploration->contexts; i++)
		enabled |= (uint8_t)(can_go_on((int)i) << i);
	return enabled;
}

/* Those tried before at the stop sleep on, while independent of its choice. */
static uint8_t asleep_after(const struct stop *stop)
{
	uint8_t asleep = stop->asleep | stop->tried, kept = 0;
	unsigned int i;

	for (i = 0; i < exploration->contexts; i++)
		if ((asleep >> i & 1) && (int)i != stop->chosen &&
		    !depends(&stop->next[i], &stop->next[stop->chosen]))
			kept |= (uint8_t)(1u << i);
	return kept;
}

static bool is_bounded(void)
{
	return exploration->preemptions != UNBOUNDED;
}

/* Would it take the processor from one that could go on? */
static bool preempts(const struct stop *stop, int context)
{
	return stop->before >= 0 && context != stop->before &&
	       (stop->enabled >> stop->before & 1);
}

/* The next to be tried, who ran before first; -1: none is left. */
static int next_choice(const struct stop *stop)
{
	uint8_t left = stop->enabled & (uint8_t)~(stop->tried | stop->asleep);
	int i;

	if (stop->before >= 0 && (left >> stop->before & 1))
		return stop->before;
	for (i = 0; i < (int)exploration->contexts; i++) {
		if (!(left >> i & 1))
			continue;
		if (!is_bounded() || !preempts(stop, i) ||
		    stop->preemptions < exploration->preemptions)
			return i;
	}
	return -1;
}

static void make_stop(uint8_t enabled)
{
	struct stop *stop = &stops[depth];
	const struct stop *last = depth ? &stops[depth - 1] : NULL;

	memcpy(stop->next, next_step, sizeof(stop->next));
	stop->enabled = enabled;
	stop->tried = 0;
	stop->asleep = last && !is_bounded() ? asleep_after(last) : 0;
	stop->before = last ? last->chosen : -1;
	stop->preemptions =
		last ? last->preemptions + preempts(last, last->chosen) : 0;
	stop->chosen = (int8_t)next_choice(stop);
}

static void run_to_next_stop(int context)
{
	running = context;
	memory_context(context);
	exploration->enter(context);
	if (!fiber_enter(&fibers[context]))
		ended |= (uint8_t)(1u << context);
	running = -1;
	memory_context(-1);
}

static void begin_schedule(void)
{
	unsigned int i;

	exploration->begin();
	ended = dead = 0;
	memset(locks_held, 0, sizeof(locks_held));
	depth = 0;
	/* Up to the first step that others notice, nothing is to be chosen. */
	for (i = 0; i < exploration->contexts; i++) {
		fiber_start(&fibers[i], exploration->body[i]);
		run_to_next_stop((int)i);
	}
}

/* False if the rest is the same as in another schedule. */
static bool run_schedule(void)
{
	uint8_t enabled;

	begin_schedule();
	while (!failure && (enabled = enabled_now())) {
		if (depth == DEEPEST) {
			explore_fail("a schedule without end");
			break;
		}
		if (depth >= planned)
			make_stop(enabled);
		else if (stops[depth].enabled != enabled)
			explore_fail("the same choices led elsewhere");
		if (stops[depth].chosen < 0)
			return false;
		run_to_next_stop(stops[depth++].chosen);
	}
	if (!failure &&
	    (uint8_t)(ended | dead) != (1u << exploration->contexts) - 1)
		explore_fail("contexts wait for each other");
	if (!failure)
		failure = exploration->wrong();
	return true;
}

/* The next schedule: the last stop at which something is left to try. */
static bool plan_next(void)
{
	while (depth) {
		struct stop *stop = &stops[depth - 1];

		if (stop->chosen >= 0)
			stop->tried |= (uint8_t)(1u << stop->chosen);
		stop->chosen = (int8_t)next_choice(stop);
		if (stop->chosen >= 0)
			break;
		depth--;
	}
	planned = depth;
	return depth;
}

/* False if more memory turned out to be shared: all over again. */
static bool explore_round(struct explored *found, unsigned long most)
{
	unsigned long before = points;

	found->schedules = found->asleep = 0;
	planned = 0;
	do {
		sharing_grew = false;
		if (run_schedule())
			found->schedules++;
		else
			found->asleep++;
		if (sharing_grew && !failure)
			return false;
	} while (!failure && plan_next() && found->schedules < most);
	found->points = points - before;
	return true;
}

struct explored explore(const struct exploration *what, unsigned long most)
{
	struct explored found = { 0 };

	exploration = what;
	failure = NULL;
	sharing_forget();
	do
		found.rounds++;
	while (!explore_round(&found, most));
	found.failure = failure;
	return found;
}

void explore_print_failure(void)
{
	static const char *const kinds[] = { "reads", "writes", "locks",
					     "kills" };
	unsigned int i;

	for (i = 0; i < depth; i++) {
		const struct stop *stop = &stops[i];
		const struct step *step = &stop->next[stop->chosen];

		printf("#   %c %s %s\n", 'A' + stop->chosen, kinds[step->kind],
		       memory_name(step->from));
	}
}
