/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* The explorer on contexts whose schedules can be counted by hand. */
#ifndef KCOV_TESTS_SCHEDULES_ITSELF_H
#define KCOV_TESTS_SCHEDULES_ITSELF_H

#include "tests/schedules/explore.h"

/*
 * Two contexts, two writes each to one word: 6 orders, each seen once, with or
 * without a bound of as many switches. With a bound of 0: 2.
 */
struct explored itself_orders(unsigned int preemptions, unsigned int *seen);
/* Writes to words of their own: one order is all there is. */
struct explored itself_independent(void);
/* Two locks taken in two orders: they wait for each other. */
struct explored itself_deadlock(void);
/* One frees what the other reads. */
struct explored itself_freed(void);

#endif /* KCOV_TESTS_SCHEDULES_ITSELF_H */
