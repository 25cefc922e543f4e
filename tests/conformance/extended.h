/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* <linux/kcov_extended.h> as tests use it. */
#ifndef CONFORMANCE_EXTENDED_H
#define CONFORMANCE_EXTENDED_H

#include <stdint.h>

#include <linux/kcov_extended.h>

#include "harness.h"

/* SKIP where the host has none of the calls. */
void need_extended(void);

struct kcov_query query_of(const struct session *session);
struct kcov_stat stat_of(const struct session *session);
/* For the session_open() of need_feature()'s host. */
void set_up(const struct session *session, struct kcov_setup setup);
void need_feature(unsigned long feature);

/* Everything that was recorded by STAT's account, and everything that was not. */
unsigned long accounted_for(const struct kcov_stat *stat);

/* Of an area for so many counters, which can be mapped. */
unsigned long edges_words(unsigned int map_bits);
/* Adds what kcov_edge_counter() makes of the trace to counters of a byte. */
void edges_fold(uint8_t *map, const struct trace *trace, unsigned int map_bits);
/* Each counter of the area that is not 0 is on its list, once; no other is. */
void edges_check_list(const struct session *session, unsigned int map_bits);
/* Each PC stays where it is for the first time. */
void trace_without_duplicates(struct trace *trace);

/*
 * Calls that differ from one number to the next, all of them the same in every
 * run: random programs. In user space each block they pass is known.
 */
void program_run(unsigned int seed);

/*
 * The trace of program_run(seed) by a plain device; several times, until it is
 * the same twice: kernels do other work now and then.
 */
struct trace program_trace(unsigned int seed);

#endif /* CONFORMANCE_EXTENDED_H */
