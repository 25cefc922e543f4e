// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * E-hostile, E-remote, S-A1: a client stores all kinds of numbers into every
 * word of an area that holds unique PCs, edges or comparisons beside PCs, while
 * the area is in use, by its owner or by sections: two neighbour devices mapped
 * against it and the no-access pages around all three stay as they were, and
 * the next reset makes a good area of it. kills: a counter's place, an entry of
 * the list or a count that is believed.
 */
#include <string.h>

#include "comparisons.h"
#include "extended.h"
#include "neighbours.h"
#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x8301)

static const unsigned long numbers[] = {
	1,	 0xff,	     0xffff,
	0x10000, 0x7fffffff, 0xffffffff,
	~0ul,	 ~0ul - 7,   1ul << (8 * sizeof(long) - 1),
};

static void use_own(void)
{
	target_a();
	if (host_has_comparisons())
		compare_a();
}

static void use_by_section(void)
{
	run_section(HANDLE, target_a);
}

static void (*use)(void);

static unsigned long step_of(const struct session *session)
{
	/* Every word is too long; all words near the ends, some between. */
	return session->words / 97;
}

static void store_everywhere(const struct session *session,
			     unsigned long number)
{
	unsigned long i;

	for (i = 0; i < session->words;
	     i += i < 16 || i > session->words - 80 ? 1 : step_of(session)) {
		session->area[i] = number;
		use();
	}
	for (i = 0; i < session->words; i++)
		session->area[i] = number;
	use();
	set_count(session, 0);
	use();
	set_count(session, number);
	use();
}

static unsigned long good(const struct session *session)
{
	CHECK_OK(ioctl(session->fd, KCOV_RESET_TRACE, 0));
	set_count(session, 0);
	use();
	return count(session);
}

static void begin(const struct session *session)
{
	if (use == use_own)
		enable(session);
	else
		remote_listen(session, HANDLE);
}

static void check_device(struct kcov_setup setup, unsigned long words)
{
	struct neighbours all = neighbours_open_sized(words);
	unsigned long before;
	size_t i;

	set_up(&all.area, setup);
	begin(&all.area);
	good(&all.area);
	before = good(&all.area);
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		store_everywhere(&all.area, numbers[i]);
	/* A spoiled map is cleared by its owner, or by a new ENABLE. */
	memset(all.area.area, 0, words * sizeof(long));
	disable(&all.area);
	begin(&all.area);
	good(&all.area);
	if (host_is_exact())
		CHECK_EQ(good(&all.area), before);
	CHECK(good(&all.area) > 0);
	disable(&all.area);
	neighbours_check(&all);
	neighbours_close(&all);
}

static void check_feedbacks(void (*by)(void))
{
	const unsigned long page = page_words();

	use = by;
	check_device((struct kcov_setup){ .feedback = KCOV_FEEDBACK_UNIQUE,
					  .set_bits = 8 },
		     page);
	check_device((struct kcov_setup){ .feedback = KCOV_FEEDBACK_EDGES,
					  .map_bits = 12 },
		     (kcov_edges_words(12, sizeof(long)) / page + 1) * page);
}

TEST_ANYWHERE("what a client stores into its area stays its own damage")
{
	need_extended();
	check_feedbacks(use_own);
	if (host_has_comparisons())
		check_device((struct kcov_setup){ .cmp_words =
							  page_words() / 2 },
			     page_words());
	if (host_has_remote() && host_has_sections())
		check_feedbacks(use_by_section);
}
