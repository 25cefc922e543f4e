/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* A campaign as people see it: run, and looked at once a second. */
#ifndef KCOV_TOOL_RUN_H
#define KCOV_TOOL_RUN_H

#include <stdio.h>

#include "tool/fuzz/campaign.h"

/* Returns the exit status of the program. */
int campaign_run(struct campaign *campaign);

/* look.c: a line for people, one for programs, one in OUT/progress. */
struct look {
	double seconds; /* since the campaign began */
	double noted;	/* when OUT/progress got its last line */
	FILE *file;
	uint64_t runs; /* at the last look, which was */
	double at;
	bool shown;
};
bool look_open(struct look *look, const struct campaign *campaign);
void look_show(struct look *look, const struct campaign *campaign);
void look_end(struct look *look, const struct campaign *campaign);

#endif /* KCOV_TOOL_RUN_H */
