/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
#ifndef KCOV_TESTS_INTERRUPTS_KILLS_H
#define KCOV_TESTS_INTERRUPTS_KILLS_H

/*
 * Kills a process before every n-th instruction of a delivery to an area with a
 * feedback, while it holds the device's lock; another one delivers then. Says
 * in how many cases (CLAIM_KILLED).
 */
unsigned long kill_deliveries(unsigned long every);

#endif /* KCOV_TESTS_INTERRUPTS_KILLS_H */
