// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-D1, S-D2, S-D6, S-D9, S-C10, S-M5, S-M6, L-E2, nesting: random sequences of
 * the steps of steps.h.
 *
 *   random-sequences [STEPS [SEED]]
 *
 * kills: almost any change to core/device.c, enable.c, session.c, section.c, scratch.c.
 */
#include <stdlib.h>

#include "tests/model/source.h"
#include "tests/model/steps.h"
#include "tests/unit/figures.h"
#include "tests/unit/tap.h"

void steps_differ(void)
{
	tap_ok(false, "the core does what the reference does");
	exit(tap_done());
}

int main(int argc, char **argv)
{
	unsigned long steps = argc > 1 ? strtoul(argv[1], NULL, 0) : 1000000;
	const unsigned long length = 2000;
	unsigned long done = 0;

	source_seed(argc > 2 ? strtoull(argv[2], NULL, 0) : 1);
	if (steps_prepare())
		return 99;
	while (done < steps)
		done += steps_play(length);
	tap_ok(true, "the core does what the reference does in %lu steps",
	       done);
	tap_ok(steps_refused && steps_recorded,
	       "%lu calls failed as they should, records were seen %lu times",
	       steps_refused, steps_recorded);
	tap_ok(steps_with_both,
	       "a task had a local and a remote session %lu times",
	       steps_with_both);
	figures_begin(argv[0]);
	figure("steps of random sequences as the reference's", ">= 10000000",
	       "%lu", done);
	figures_end();
	return tap_done();
}
