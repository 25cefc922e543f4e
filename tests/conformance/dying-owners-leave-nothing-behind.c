// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-O5, L-T3, S-D15: a thousand processes and a thousand threads that end with
 * the device enabled and everything open leave no descriptor and no memory.
 * KCOV_TEST_CYCLES says how many, where each takes long.
 * kills: a reference that the end of the thread does not drop.
 */
#include "harness.h"
#include "leftovers.h"
#include "target.h"

#define DEFAULT_CYCLES 1000

static unsigned long cycles;

static void leave_enabled(void *argument)
{
	struct session session = session_open(*(unsigned long *)argument);

	enable(&session);
	target_a();
}

static void leave_unreachable(void *argument)
{
	struct session session = session_open(*(unsigned long *)argument);

	enable(&session);
	session_close(&session);
	target_a();
}

static void let_die(unsigned long owners)
{
	unsigned long words = 16 * page_words();

	while (owners--) {
		CHECK_EXIT(fork_child(leave_enabled, &words), 0);
		in_thread(leave_unreachable, &words);
	}
}

TEST("owners that die enabled leave nothing behind")
{
	struct leftovers before;

	cycles = number_from("KCOV_TEST_CYCLES", DEFAULT_CYCLES);
	/* The first ones fill caches. */
	let_die(20);
	before = leftovers_now();
	let_die(cycles);
	check_no_leftovers(&before);
}
