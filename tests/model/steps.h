/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Sequences of everything that can happen to 3 tasks and 2 devices, on the core
 * and on the reference; what can be seen of both is compared after every step.
 * One failing service now and then: the step must then have changed nothing.
 */
#ifndef KCOV_MODEL_STEPS_H
#define KCOV_MODEL_STEPS_H

/* Once, before the first sequence: 0 or -errno. */
int steps_prepare(void);
/*
 * A sequence from nothing to nothing, of so many steps or until its source is
 * empty (source.h); how many it took.
 */
unsigned long steps_play(unsigned long steps);
/* They found a difference and printed it; the caller of all this ends. */
_Noreturn void steps_differ(void);

/*
 * Calls that failed as they should; times that records were seen, and that a
 * task had a local and a remote session at once.
 */
extern unsigned long steps_refused;
extern unsigned long steps_recorded;
extern unsigned long steps_with_both;

#endif /* KCOV_MODEL_STEPS_H */
