/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* The instances of afl-fuzz of a campaign: main, s1, s2, ... */
#ifndef KCOV_TOOL_INSTANCES_H
#define KCOV_TOOL_INSTANCES_H

#include "tool/fuzz/campaign.h"

enum { INSTANCES_MOST = SERVERS_MOST / 2 };

struct instances {
	pid_t pids[INSTANCES_MOST]; /* 0: it has ended */
	unsigned int count;
	unsigned int running;
	bool stopping;
	bool failed; /* one ended with an error, which was reported */
};

/* False: there is no afl-fuzz, and that was said. */
bool instances_possible(void);
void instances_start(struct instances *instances,
		     const struct campaign *campaign);
/* Notes those that have ended. */
void instances_look(struct instances *instances,
		    const struct campaign *campaign);
/* Ends all, and what they may have left behind. */
void instances_stop(struct instances *instances,
		    const struct campaign *campaign);

#endif /* KCOV_TOOL_INSTANCES_H */
