// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What bench/feedback counts instructions of: a loop of callbacks at a few
 * places, with the feedback that is named; "folded" is the plain trace and then
 * a client's own pass that makes of it the map that edges are.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include <linux/kcov.h>
#include <linux/kcov_extended.h>

#include <kcov/client.h>

#define WORDS (64ul << 10)
#define ROUNDS 1000
#define PLACES 8 /* callbacks in a round */

void __sanitizer_cov_trace_pc(void);
void measured(unsigned long *area);

static uint8_t map[1 << 16];

__attribute__((noinline)) static void fold(const unsigned long *area)
{
	unsigned long from = 0, i;

	for (i = 1; i <= area[0]; i++) {
		uint8_t *counter = &map[kcov_edge_counter(from, area[i], 16)];

		*counter += *counter != 255;
		from = area[i];
	}
}

static int folds;

__attribute__((noinline)) void measured(unsigned long *area)
{
	int i;

	for (i = 0; i < ROUNDS; i++) {
		__sanitizer_cov_trace_pc();
		__sanitizer_cov_trace_pc();
		__sanitizer_cov_trace_pc();
		__sanitizer_cov_trace_pc();
		__sanitizer_cov_trace_pc();
		__sanitizer_cov_trace_pc();
		__sanitizer_cov_trace_pc();
		__sanitizer_cov_trace_pc();
	}
	if (folds)
		fold(area);
}

int main(int argc, char **argv)
{
	const char *mode = argc > 1 ? argv[1] : "";
	struct kcov_setup setup = { .size = sizeof(setup) };
	int device = kcov_client_open();
	unsigned long *area;

	if (!strcmp(mode, "unique"))
		setup.feedback = KCOV_FEEDBACK_UNIQUE;
	if (!strcmp(mode, "edges"))
		setup.feedback = KCOV_FEEDBACK_EDGES;
	if (kcov_client_size(device, WORDS) ||
	    kcov_client_setup(device, &setup))
		return 1;
	area = kcov_client_map(device, WORDS);
	if (!area ||
	    (strcmp(mode, "off") && kcov_client_enable(device, KCOV_TRACE_PC)))
		return 1;
	/* Seen before, and for edges no longer for the first time. */
	measured(area);
	if (!setup.feedback)
		area[0] = 0;
	folds = !strcmp(mode, "folded");
	measured(area);
	return 0;
}
