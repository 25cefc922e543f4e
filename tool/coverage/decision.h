/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What decided that two runs parted: the comparison behind the last place they
 * had in common, as a second pass of each run recorded its operands. A place
 * is the beginning of a block, so that comparison stands between it and the
 * next place in the code; the second pass executed it as often as the first
 * pass executed the block.
 */
#ifndef KCOV_TOOL_DECISION_H
#define KCOV_TOOL_DECISION_H

#include "tool/recording/recording.h"

typedef ARRAY_OF(uint64_t) trace_array;
typedef ARRAY_OF(struct comparison) comparison_array;

/* Both runs, in addresses that mean the same on both sides. */
struct two_runs {
	trace_array traces[2];
	comparison_array comparisons[2];
	size_t common; /* records that both traces begin with */
};

/* One comparison as either side made it. */
struct decision {
	struct comparison sides[2];
};

typedef ARRAY_OF(struct decision) decision_array;

/* How many records both begin with. */
size_t common_records(const trace_array traces[2]);

/*
 * The comparisons behind the place before the parting whose operands differ,
 * in the order of their addresses. `end` is the address of the next place in
 * the code.
 */
void decisions_in_block(const struct two_runs *runs, uint64_t end,
			decision_array *found);

/*
 * For a block that calls others before it compares: the last comparison at an
 * address for which `candidate` is true that both sides made with different
 * operands before their comparisons part too. False if there is none.
 */
bool decision_before(const struct two_runs *runs,
		     bool (*candidate)(uint64_t pc, void *data), void *data,
		     struct decision *found);

#endif /* KCOV_TOOL_DECISION_H */
