/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * An interrupt at any instruction of the core: the processor traps after every
 * instruction, and whoever wants to strike is asked before each one that lies
 * in the core. What the host does for the core runs unseen.
 */
#ifndef KCOV_TESTS_INTERRUPTS_STEP_H
#define KCOV_TESTS_INTERRUPTS_STEP_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Runs work() and calls at(n) before its n-th instruction in the core, from 0,
 * until that is false. May be called by at() itself. Returns how often it was
 * called, what at() ran not counted.
 */
unsigned long step_through(void (*work)(void), bool (*at)(unsigned long n));

/* Trapped instructions so far, of all levels. */
extern unsigned long step_count;

/* Once, before anything else. */
void step_prepare(void);

/* The memcpy() of the core. */
void *step_copy(void *to, const void *from, size_t bytes);

#endif /* KCOV_TESTS_INTERRUPTS_STEP_H */
