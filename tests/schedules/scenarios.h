/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* The calls of two or three contexts that meet, and what must come of it. */
#ifndef KCOV_TESTS_SCHEDULES_SCENARIOS_H
#define KCOV_TESTS_SCHEDULES_SCENARIOS_H

#include "tests/schedules/explore.h"

struct scenario {
	const char *name;
	void (*set_up)(void);
	void (*body[CONTEXTS])(void); /* the last may be missing */
	/* What is wrong with the outcome, or NULL. */
	const char *(*check)(void);
	bool kills; /* the dead give nothing back */
};

extern const struct scenario scenarios[];
extern const unsigned int scenarios_count;

/* With the bound, or UNBOUNDED. */
struct exploration scenario_exploration(const struct scenario *scenario,
					unsigned int preemptions);

#endif /* KCOV_TESTS_SCHEDULES_SCENARIOS_H */
