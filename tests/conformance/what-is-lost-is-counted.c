// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * E-stat, E-lost: records and what is counted as lost are together what was
 * executed, exactly, for areas of every small size and every random program, in
 * every mode; the account is never set back, and a reset takes away the mark.
 * kills: an event that nobody counts, or that two count.
 */
#include "comparisons.h"
#include "extended.h"
#include "remote.h"

/* Words of an area in which nothing of a program is lost, in any host. */
#define WHOLE (1 << 16)

static unsigned long records_with(unsigned long words, unsigned int seed,
				  struct kcov_setup setup)
{
	struct session session = session_open(words);
	struct kcov_stat before, after;

	set_up(&session, setup);
	enable(&session);
	CHECK_OK(ioctl(session.fd, KCOV_RESET_TRACE, 0));
	before = stat_of(&session);
	set_count(&session, 0);
	program_run(seed);
	after = stat_of(&session);
	disable(&session);
	CHECK_EQ(!!(after.flags & KCOV_STAT_TRUNCATED),
		 after.lost_full != before.lost_full);
	CHECK(after.high_water >= after.records);
	CHECK(words != WHOLE || after.lost_full == before.lost_full);
	CHECK_EQ(after.generation, 1);
	session_close(&session);
	return after.records + after.lost_full - before.lost_full;
}

/*
 * In kernels the calls themselves leave records, as many each time but for what
 * an interrupt or a first use adds, to either of the two.
 */
static void check_sizes(unsigned int seed, struct kcov_setup setup)
{
	unsigned long words;

	for (words = page_words(); words <= 4 * page_words();
	     words += page_words()) {
		int tries = host_is_kernel() ? 100 : 1;
		unsigned long all, counted;

		do {
			all = records_with(WHOLE, seed, setup);
			counted = records_with(words, seed, setup);
		} while (counted != all && --tries);
		CHECK(all > 0);
		if (counted != all)
			FAIL("program %u, %lu words: %lu, not %lu records",
			     seed, words, counted, all);
	}
}

static void compare_many(void)
{
	int i;

	for (i = 0; i < 100; i++)
		compare_a();
}

static unsigned long comparisons_with(unsigned long words)
{
	struct session session = session_open(words);
	struct kcov_stat stat;

	CHECK_OK(ioctl(session.fd, KCOV_ENABLE, KCOV_TRACE_CMP));
	compare_many();
	stat = stat_of(&session);
	disable(&session);
	session_close(&session);
	return accounted_for(&stat);
}

TEST_ANYWHERE("what an area has no room for is counted, exactly")
{
	unsigned int seed;

	need_extended();
	for (seed = 0; seed < 12; seed++) {
		check_sizes(seed, (struct kcov_setup){ 0 });
		check_sizes(seed, (struct kcov_setup){
					  .feedback = KCOV_FEEDBACK_UNIQUE });
	}
	if (host_is(USER) && host_has_comparisons()) {
		unsigned long all = comparisons_with(WHOLE);

		CHECK_EQ(all, 100 * COMPARE_A_RECORDS);
		CHECK_EQ(comparisons_with(page_words()), all);
		CHECK_EQ(comparisons_with(2 * page_words()), all);
	}
}
