/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What the kinds of scripted host differ in, and nothing else: who runs, what a
 * lock and memory are, and what a broken rule does. In alone.c it is one thread
 * that nobody disturbs; in tests/schedules/host.c there are contexts, switched
 * by an explorer.
 */
#ifndef KCOV_FAKE_KIND_H
#define KCOV_FAKE_KIND_H

#include "core/port.h"

enum { FAKE_MOST = 4 };

/* Below FAKE_MOST; 0: nobody, as before the contexts begin. */
int fake_running(void);
bool fake_is_dead(int who);
/* Takes it for who runs: *holder. True if who is dead had it. */
bool fake_lock(uint8_t *holder);
void fake_unlock(uint8_t *holder);
/* Comes before a change of what all share without a lock. */
void fake_touch(const void *memory, size_t bytes);
/* Zeroed; never NULL. */
void *fake_memory(size_t bytes);
void fake_memory_free(void *memory);
bool fake_memory_is(const void *memory, size_t bytes);
/* A rule of the contract: says what is wrong, if it is broken. */
void fake_rule(bool broken, const char *what);

#endif /* KCOV_FAKE_KIND_H */
