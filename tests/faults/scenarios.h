/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What clients and annotated code do, as lists of steps on a fixed cast. A step
 * that fails can be made again.
 */
#ifndef KCOV_TESTS_FAULTS_SCENARIOS_H
#define KCOV_TESTS_FAULTS_SCENARIOS_H

#include "tests/core/fixture.h"

enum { CAST = 3 };

struct cast {
	struct kcov_task task[CAST];
	struct kcov_device *device[CAST];
};
extern struct cast cast;

/* 0 or -errno. */
typedef long step(void);
/* Owners found dead so far: who fails after that leaves them buried. */
unsigned int scenario_buried(void);

enum { MOST_STEPS = 16 };

struct scenario {
	const char *name;
	step *steps[MOST_STEPS];
};

extern const struct scenario scenarios[];
extern const unsigned int scenarios_count;

void scenario_begin(void);
/* Tasks exit, files are closed. */
void scenario_end(void);

#endif /* KCOV_TESTS_FAULTS_SCENARIOS_H */
