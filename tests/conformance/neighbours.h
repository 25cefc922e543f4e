/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * One page of area mapped between two neighbours, devices too, with pages
 * without access around all three: who writes outside the area is seen or dies.
 */
#ifndef CONFORMANCE_NEIGHBOURS_H
#define CONFORMANCE_NEIGHBOURS_H

#include "harness.h"

struct neighbours {
	struct session before;
	struct session area;
	struct session after;
};

/* The area is empty, the neighbours are full of canaries. */
struct neighbours neighbours_open(void);
/* With an area of so many words, whole pages. */
struct neighbours neighbours_open_sized(unsigned long words);
void neighbours_close(struct neighbours *all);

/* Fills the area but for its count. */
void canaries_set(const struct session *session);
unsigned long canary(unsigned long i);
/* Words `from` to `to` hold their canaries; `value` is for the message. */
void canaries_check(const struct session *session, unsigned long from,
		    unsigned long to, unsigned long value);
/* Both neighbours are whole. */
void neighbours_check(const struct neighbours *all);

/*
 * Calls `try` with every count of interest: within `near` of the capacity and
 * of all powers of two, 0, and the largest two.
 */
unsigned long try_counts(void (*try)(unsigned long), unsigned long capacity,
			 int near);

#endif /* CONFORMANCE_NEIGHBOURS_H */
