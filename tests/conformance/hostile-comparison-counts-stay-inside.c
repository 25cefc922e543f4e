// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-C3, L-C4, S-A1: whatever count the client stores, comparison records go to
 * the slots behind it or nowhere: the rest of the area, two neighbour devices
 * mapped against it and the no-access pages around them stay as they were.
 * Counts whose records would wrap to before the area are among them.
 * kills: the end of a record computed in a word that wraps; no bound on the
 * count itself.
 */
#include "comparisons.h"
#include "neighbours.h"

#define NEAR 40

static struct neighbours all;
static unsigned long words, capacity;

static void try(unsigned long value)
{
	unsigned long i, end;

	canaries_set(&all.area);
	*comparison_count(&all.area) = value;
	compare_a();
	end = *comparison_count(&all.area);
	if (value >= capacity) {
		/* Nowhere. */
		CHECK_EQ(end, value);
		canaries_check(&all.area, 1, words, value);
		return;
	}
	if (end <= value || end > capacity)
		FAIL("count 0x%lx becomes 0x%lx", value, end);
	canaries_check(&all.area, 1, 1 + value * RECORD_WORDS, value);
	for (i = value; i < end; i++)
		if (comparison(&all.area, i)->type > 7)
			FAIL("count 0x%lx: no record in slot %lu", value, i);
	canaries_check(&all.area, 1 + end * RECORD_WORDS, words, value);
}

TEST_ANYWHERE("no count makes a comparison record land outside its slot")
{
	if (!host_has_comparisons())
		SKIP("this host is built without comparisons");
	words = page_words();
	capacity = comparison_capacity(words);
	all = neighbours_open();

	enable_comparisons(&all.area);
	CHECK(try_counts(try, capacity, NEAR) > 5000);
	disable(&all.area);

	neighbours_check(&all);
	neighbours_close(&all);
}
