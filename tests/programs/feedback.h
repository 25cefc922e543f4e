/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Areas of extended kcov against the plain trace of the same run. */
#ifndef TESTS_PROGRAMS_FEEDBACK_H
#define TESTS_PROGRAMS_FEEDBACK_H

#include <stdbool.h>

#include <linux/kcov_extended.h>

/* If not, one line on stderr says how far it was. */
bool is_set_of(const unsigned long *area, const unsigned long *trace);
bool are_edges_of(const unsigned long *area, const unsigned long *trace,
		  unsigned int map_bits);

#endif /* TESTS_PROGRAMS_FEEDBACK_H */
