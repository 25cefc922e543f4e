// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-C1, L-C2: records of a call are well-formed (type below 8, operands no
 * wider than the type says, PC in the instrumented code) and those that belong
 * to the call come again, operands and all, each time it is made.
 * kills: words in another order; operands of whatever was in the register.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "comparisons.h"
#include "script.h"

#define RUNS 6

struct records {
	unsigned long n;
	struct comparison *at;
};

static struct session session;

static struct records take(void)
{
	struct records records;

	enable_comparisons(&session);
	*comparison_count(&session) = 0;
	compare_a();
	records.n = *comparison_count(&session);
	CHECK(records.n > 0);
	CHECK(records.n < comparison_capacity(WORDS));
	disable(&session);
	records.at = malloc(records.n * sizeof(*records.at));
	CHECK(records.at);
	memcpy(records.at, comparison(&session, 0),
	       records.n * sizeof(*records.at));
	return records;
}

/* One image: all its code within so many bytes. */
#define IMAGE_SPAN (256ul << 20)

static void check_form(const struct comparison *record, uint64_t near)
{
	unsigned int bits = 8u << (record->type >> 1 & 3);
	uint64_t mask = bits == 64 ? ~0ul : (1ul << bits) - 1;

	CHECK_EQ(record->type & ~7ul, 0);
	CHECK_EQ(record->arg1 & ~mask, 0);
	CHECK_EQ(record->arg2 & ~mask, 0);
	/* Without PIE the image is so low that near - IMAGE_SPAN would wrap. */
	CHECK(record->pc + IMAGE_SPAN > near && record->pc < near + IMAGE_SPAN);
	/* The kernel and the program have nothing in common. */
	if (host_is(USER))
		CHECK(record->pc > (uint64_t)__start_compare_text &&
		      record->pc < (uint64_t)__stop_compare_text);
	else
		CHECK(record->pc < (uint64_t)session.area ||
		      record->pc >= (uint64_t)(session.area + WORDS));
}

static bool has(const struct records *records, const struct comparison *wanted)
{
	unsigned long i;

	for (i = 0; i < records->n; i++)
		if (!memcmp(&records->at[i], wanted, sizeof(*wanted)))
			return true;
	return false;
}

TEST_ANYWHERE("comparison records are well-formed and repeat with the call")
{
	struct records first, again;
	unsigned long i, kept, run;
	bool *stable;

	if (!host_has_comparisons())
		SKIP("this host is built without comparisons");
	session = session_open(WORDS);
	first = take();
	stable = malloc(first.n);
	CHECK(stable);
	memset(stable, true, first.n);
	for (i = 0; i < first.n; i++)
		check_form(&first.at[i], first.at[0].pc);
	for (run = 0; run < RUNS; run++) {
		again = take();
		for (i = 0; i < first.n; i++)
			stable[i] = stable[i] && has(&again, &first.at[i]);
		if (host_is_exact())
			CHECK_EQ(again.n, first.n);
		free(again.at);
	}
	for (i = 0, kept = 0; i < first.n; i++)
		kept += stable[i];
	note("%lu of %lu records repeat", kept, first.n);
	if (host_is_exact())
		CHECK_EQ(kept, COMPARE_A_RECORDS);
	/* Pointers, clocks and counters differ; not all that is compared. */
	CHECK(kept >= COMPARE_A_RECORDS);
	session_close(&session);
}
