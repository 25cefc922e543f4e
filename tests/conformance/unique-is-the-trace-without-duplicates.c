// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * E-unique, E-repeated: the area holds each PC of the plain trace once, in the
 * order of their first times, for random programs; a store of 0, and
 * KCOV_RESET_TRACE, begin anew; a set that is too small logs again and loses
 * nothing.
 * kills: a set that forgets or invents; a reset that leaves some of it; a PC
 * that is dropped because the set is full.
 */
#include "extended.h"

#define PROGRAMS 40

static struct trace unique_of(const struct session *session, unsigned int seed,
			      bool by_call)
{
	if (by_call)
		CHECK_OK(ioctl(session->fd, KCOV_RESET_TRACE, 0));
	set_count(session, 0);
	program_run(seed);
	return trace_take(session);
}

/* In kernels something else may come in between now and then. */
static void check_program(const struct session *session, unsigned int seed,
			  bool may_repeat)
{
	int tries = host_is_kernel() ? 50 : 1;
	bool equal = false;

	for (; tries && !equal; tries--) {
		struct trace want = program_trace(seed);
		struct trace got;

		trace_without_duplicates(&want);
		enable(session);
		got = unique_of(session, seed, seed % 3 == 0);
		trace_free(&got);
		got = unique_of(session, seed, seed % 2);
		disable(session);
		if (may_repeat)
			trace_without_duplicates(&got);
		equal = trace_equal(&want, &got);
		trace_free(&want);
		trace_free(&got);
	}
	if (!equal)
		FAIL("program %u has another set", seed);
}

/* The set's sizes, from one that has no room for half of it on. */
static void check_set(unsigned int bits, bool may_repeat)
{
	struct session session = session_open(WORDS);
	struct kcov_stat stat;
	unsigned int seed;

	set_up(&session, (struct kcov_setup){ .feedback = KCOV_FEEDBACK_UNIQUE,
					      .set_bits = bits });
	CHECK_EQ(query_of(&session).set_bits, bits ? bits : 16);
	for (seed = 0; seed < PROGRAMS; seed++)
		check_program(&session, seed, may_repeat);
	stat = stat_of(&session);
	CHECK_EQ(stat.lost_full, 0);
	CHECK(!(stat.flags & KCOV_STAT_TRUNCATED));
	if (!may_repeat)
		CHECK_EQ(stat.repeated, 0);
	session_close(&session);
}

TEST_ANYWHERE("unique PCs are the plain trace without duplicates")
{
	need_feature(KCOV_FEATURE_UNIQUE);
	check_set(0, false);
	check_set(20, false);
	check_set(8, true);
}
