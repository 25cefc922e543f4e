// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * E-stat: a number that grows while it is read in halves, on a host where each
 * load is what the test says. kills: a number that was seen once; a reader that
 * waits for one that never stays.
 */
#include "core/access.h"
#include "tests/unit/tap.h"

/* What loads see, in turn; then each sees one more than the last. */
static const uint64_t *seen;
static unsigned int left, loads;
static uint64_t last;

static uint64_t next_load(const uint64_t *p)
{
	(void)p;
	/* Nobody is kept here for ever. */
	if (++loads > 1000)
		return last;
	last = left ? *seen++ : last + 1;
	left -= left > 0;
	return last;
}

#define kcov_load_u64 next_load
#include "core/counters.h"

static uint64_t read_of(const uint64_t *numbers, unsigned int n)
{
	static uint64_t counter;

	seen = numbers;
	left = n;
	loads = 0;
	return kcov_counter_read(&counter);
}

int main(void)
{
	static const uint64_t still[] = { 5, 5 };
	static const uint64_t carried[] = { 0xffffffff, 0x1ffffffff,
					    0x100000000, 0x100000000 };

	tap_ok(read_of(still, 2) == 5 && loads == 2,
	       "a number that stays is loaded twice");
	tap_ok(read_of(carried, 4) == 0x100000000 && loads == 4,
	       "one that grows is one that was seen twice in a row");
	read_of(NULL, 0);
	tap_ok(loads < 100, "one that never stays is not waited for");
	return tap_done();
}
