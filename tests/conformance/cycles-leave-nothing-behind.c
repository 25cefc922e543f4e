// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-O4, S-D5: ten thousand whole lives of a device in one process leave no
 * descriptor, no mapping and no memory. KCOV_TEST_CYCLES says how many,
 * where each takes long.
 * kills: a reference that DISABLE or the last close keeps.
 */
#include "harness.h"
#include "leftovers.h"
#include "target.h"

#define DEFAULT_CYCLES 10000

static void cycle(unsigned long words)
{
	struct session session = session_open(words);

	enable(&session);
	target_a();
	disable(&session);
	session_close(&session);
}

TEST_ANYWHERE("open-to-close cycles leave nothing behind")
{
	unsigned long cycles = number_from("KCOV_TEST_CYCLES", DEFAULT_CYCLES);
	unsigned long words = page_words();
	struct leftovers before;
	unsigned long i;

	/* The first ones fill caches. */
	for (i = 0; i < 100; i++)
		cycle(words);
	before = leftovers_now();
	for (i = 0; i < cycles; i++)
		cycle(words);
	/* A page lost in each cycle is 40 MiB of ten thousand, 400 KiB of 100. */
	check_no_leftovers(&before);
}
