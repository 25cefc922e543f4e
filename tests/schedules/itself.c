// SPDX-License-Identifier: GPL-2.0-only OR MIT
#include "tests/schedules/itself.h"

#include <string.h>

#include "tests/schedules/memory.h"

enum { WRITES = 2, ORDERS = 1 << 2 * WRITES };

static uint64_t *words;
static uint8_t *locks;
static unsigned int order PUT_BACK;
static bool was_seen[ORDERS];

static void enter(int context)
{
	(void)context;
}

static const char *nothing_wrong(void)
{
	return NULL;
}

/* The order as bits, the first write the highest. */
static void write_word(void)
{
	explore_access(STEP_WRITE, words, sizeof(*words));
	order = 2 * order + (unsigned int)explore_running();
}

static void writes_twice(void)
{
	write_word();
	write_word();
}

static const char *note_order(void)
{
	was_seen[order] = true;
	return NULL;
}

static void writes_its_own(void)
{
	explore_access(STEP_WRITE, words + explore_running(), sizeof(*words));
}

static void locks_a_then_b(void)
{
	explore_lock(&locks[0]);
	explore_lock(&locks[1]);
	explore_unlock(&locks[1]);
	explore_unlock(&locks[0]);
}

static void locks_b_then_a(void)
{
	explore_lock(&locks[1]);
	explore_lock(&locks[0]);
	explore_unlock(&locks[0]);
	explore_unlock(&locks[1]);
}

static void reads(void)
{
	explore_access(STEP_READ, words, sizeof(*words));
}

static void frees(void)
{
	memory_free(words);
}

static struct explored run(void (*a)(void), void (*b)(void),
			   const char *(*wrong)(void), unsigned int preemptions)
{
	const struct exploration what = { .contexts = 2,
					  .body = { a, b },
					  .begin = memory_put_back,
					  .enter = enter,
					  .wrong = wrong,
					  .preemptions = preemptions };
	struct explored found;

	memory_context(-1);
	words = memory_alloc(CONTEXTS * sizeof(*words));
	locks = memory_alloc(2);
	memory_keep();
	found = explore(&what, ~0ul);
	memory_forget();
	return found;
}

struct explored itself_orders(unsigned int preemptions, unsigned int *seen)
{
	struct explored found;
	unsigned int i;

	memset(was_seen, 0, sizeof(was_seen));
	found = run(writes_twice, writes_twice, note_order, preemptions);
	for (*seen = i = 0; i < ORDERS; i++)
		*seen += was_seen[i];
	return found;
}

struct explored itself_independent(void)
{
	return run(writes_its_own, writes_its_own, nothing_wrong, UNBOUNDED);
}

struct explored itself_deadlock(void)
{
	return run(locks_a_then_b, locks_b_then_a, nothing_wrong, UNBOUNDED);
}

struct explored itself_freed(void)
{
	return run(reads, frees, nothing_wrong, UNBOUNDED);
}
