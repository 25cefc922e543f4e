// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-P3, L-P4, S-A1, S-A2: whatever count the client stores, records go to the
 * slots behind it or nowhere: the rest of the area, two neighbour devices
 * mapped against it and the no-access pages around all three stay as they were.
 * All-ones is in all-ones-count.c.
 * kills: count + 1 <= size for count < size - 1; a signed comparison.
 */
#include "neighbours.h"
#include "target.h"

#define NEAR 40

static struct neighbours all;
static unsigned long words;

static void try(unsigned long value)
{
	unsigned long i, end;

	if (value == ~0ul)
		return;
	canaries_set(&all.area);
	set_count(&all.area, value);
	target_a();
	end = count(&all.area);
	if (value >= words - 1) {
		/* Nowhere. */
		CHECK_EQ(end, value);
		canaries_check(&all.area, 1, words, value);
		return;
	}
	if (end <= value || end >= words)
		FAIL("count 0x%lx becomes 0x%lx", value, end);
	canaries_check(&all.area, 1, value + 1, value);
	for (i = value + 1; i <= end; i++)
		if (all.area.area[i] == canary(i))
			FAIL("count 0x%lx: no record in slot %lu", value, i);
	canaries_check(&all.area, end + 1, words, value);
}

TEST_ANYWHERE("no count makes a record land outside its slot")
{
	words = page_words();
	all = neighbours_open();

	enable(&all.area);
	CHECK(try_counts(try, words - 1, NEAR) > 5000);
	disable(&all.area);

	neighbours_check(&all);
	neighbours_close(&all);
}
