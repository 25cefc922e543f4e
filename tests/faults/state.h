/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * All that a call could change, to the bit: what the core keeps for itself,
 * what is allocated, where and with which contents, tasks, and what the host
 * was told.
 */
#ifndef KCOV_TESTS_FAULTS_STATE_H
#define KCOV_TESTS_FAULTS_STATE_H

#include <stdbool.h>
#include <stddef.h>

struct state {
	unsigned char *bytes;
	size_t size, room;
};

/* `also`: memory of the test that is part of it. */
void state_take(struct state *state, const void *also, size_t bytes);
bool state_same(const struct state *a, const struct state *b);

#endif /* KCOV_TESTS_FAULTS_STATE_H */
