// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * E-both, E-lost: one run with cmp_words has the PCs of a run of PCs and the
 * comparisons of a run of comparisons, and each part is counted when it is
 * full; so with unique PCs and with edges.
 * kills: a part that begins a word off; a switch whose cases are left out; a
 * comparison that goes where PCs are.
 */
#include <string.h>

#include "comparisons.h"
#include "extended.h"

#define CMP_WORDS (4 * page_words())

static void both(void)
{
	int i;

	for (i = 0; i < 5; i++)
		compare_a();
}

static uint64_t *cmp_part(const struct session *session)
{
	return (uint64_t *)&session->area[session->words - CMP_WORDS];
}

/* By a device of its own. */
static uint64_t *comparisons_alone(void)
{
	struct session session = session_open(WORDS);
	uint64_t *records = shared_memory(WORDS * sizeof(long));

	CHECK_OK(ioctl(session.fd, KCOV_ENABLE, KCOV_TRACE_CMP));
	memset(session.area, 0, 8);
	both();
	memcpy(records, session.area, WORDS * sizeof(long));
	disable(&session);
	session_close(&session);
	return records;
}

static bool same_comparisons(const uint64_t *a, const uint64_t *b)
{
	return a[0] == b[0] && !memcmp(a, b, 8 + a[0] * 32);
}

static bool is_once_equal(const struct session *session)
{
	struct session plain = session_open(WORDS);
	struct trace want = trace_alone(&plain, both);
	uint64_t *records = comparisons_alone();
	struct trace got;
	bool equal;

	enable(session);
	memset(cmp_part(session), 0, 8);
	got = trace_of(session, both);
	CHECK(cmp_part(session)[0] > 0);
	equal = trace_equal(&want, &got) &&
		same_comparisons(cmp_part(session), records);
	disable(session);
	trace_free(&want);
	trace_free(&got);
	session_close(&plain);
	return equal;
}

static void check_equal(void)
{
	struct session session = session_open(WORDS);
	int tries = host_is_kernel() ? 100 : 1;

	set_up(&session, (struct kcov_setup){ .cmp_words = CMP_WORDS });
	while (tries && !is_once_equal(&session))
		tries--;
	CHECK(tries > 0);
	session_close(&session);
}

/* The comparisons do not depend on what the rest of the area holds. */
static void check_with(uint32_t feedback)
{
	struct session session = session_open(edges_words(16) + CMP_WORDS);
	uint64_t *records;
	int tries = host_is_kernel() ? 100 : 1;
	bool equal = false;

	set_up(&session, (struct kcov_setup){ .feedback = feedback,
					      .cmp_words = CMP_WORDS });
	for (; tries && !equal; tries--) {
		records = comparisons_alone();
		enable(&session);
		CHECK_OK(ioctl(session.fd, KCOV_RESET_TRACE, 0));
		memset(cmp_part(&session), 0, 8);
		both();
		equal = same_comparisons(cmp_part(&session), records);
		CHECK(count(&session) > 0);
		disable(&session);
	}
	CHECK(equal);
	session_close(&session);
}

/* One record has room; the switch's cases too are counted. */
static void check_full(void)
{
	struct session session = session_open(WORDS);
	struct kcov_stat stat;

	set_up(&session, (struct kcov_setup){ .cmp_words = 64 / sizeof(long) });
	enable(&session);
	both();
	stat = stat_of(&session);
	disable(&session);
	CHECK_EQ(stat.cmp_records, 1);
	if (host_is(USER))
		CHECK_EQ(stat.cmp_records + stat.lost_cmp_full,
			 5 * COMPARE_A_RECORDS);
	CHECK(stat.flags & KCOV_STAT_TRUNCATED);
	CHECK_EQ(stat.lost_full, 0);
	session_close(&session);
}

TEST_ANYWHERE("PCs and comparisons of one run are those of two")
{
	need_feature(KCOV_FEATURE_CMP_WORDS);
	check_equal();
	check_with(KCOV_FEEDBACK_UNIQUE);
	check_with(KCOV_FEEDBACK_EDGES);
	check_full();
}
