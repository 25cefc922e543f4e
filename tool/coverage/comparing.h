/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Two runs side by side: in addresses that mean the same, whatever was loaded
 * where. Add the recordings, then open, then ask. Not for two threads.
 */
#ifndef KCOV_TOOL_COMPARING_H
#define KCOV_TOOL_COMPARING_H

#include "tool/coverage/decision.h"
#include "tool/coverage/filter.h"
#include "tool/coverage/symbols.h"
#include "tool/recording/set.h"

struct comparing {
	struct universe universe;
	pc_set sets[2];
	struct two_runs runs;
	struct symbols symbols; /* of the universe's images */
};

/* PCs and comparisons of one pass over one side; there may be several. */
void comparing_add(struct comparing *comparing, int side,
		   const struct recording *recording);
/* Drops what the filter does not take. Nothing may be added afterwards. */
void comparing_open(struct comparing *comparing, const struct search *search,
		    const struct filter *filter);
/* False if they do not part: both did the same from begin to end. */
bool comparing_parts(const struct comparing *comparing);
/* What decided it; none if no comparison did, or it was not recorded. */
void comparing_decide(struct comparing *comparing, decision_array *found);
void comparing_free(struct comparing *comparing);

#endif /* KCOV_TOOL_COMPARING_H */
