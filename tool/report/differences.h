/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* How two runs differ, as text or as an object a line, appended to `out`. */
#ifndef KCOV_TOOL_DIFFERENCES_H
#define KCOV_TOOL_DIFFERENCES_H

#include "tool/base/text.h"
#include "tool/coverage/comparing.h"

struct differences {
	struct comparing *comparing; /* open */
	struct text out;
	bool json;
	bool functions; /* instead of functions and lines */
};

void differences_begin(struct differences *differences);
/* Where they part; false if they do not. */
bool differences_parting(struct differences *differences);
/* What either compared before; false if no comparison is known. */
bool differences_why(struct differences *differences);
/*
 * The functions, or the functions and lines, of one side that the other did
 * not run in any copy; how many.
 */
size_t differences_only(struct differences *differences, int side);

#endif /* KCOV_TOOL_DIFFERENCES_H */
