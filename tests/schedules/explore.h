/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Every schedule of a few contexts on the compiled code. A context stops before
 * each step that another one could notice: taking a lock, and touching memory
 * that two contexts touch, one of them writing, without a lock in common. Which
 * memory that is is found out on the way: when more is found, it starts again.
 *
 * Sequentially consistent: what weak orders add is for tests/codegen and the
 * order comments.
 */
#ifndef KCOV_TESTS_SCHEDULES_EXPLORE_H
#define KCOV_TESTS_SCHEDULES_EXPLORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CONTEXTS = 3, UNBOUNDED = 1 << 30 };

enum step_kind {
	STEP_READ,
	STEP_WRITE, /* also what is atomic, and to free memory */
	STEP_LOCK,
	STEP_KILL, /* depends on everything */
};

struct exploration {
	unsigned int contexts;
	void (*body[CONTEXTS])(void);
	/* Memory, core and host as they are when the contexts begin. */
	void (*begin)(void);
	/* That context is the one that runs now. */
	void (*enter)(int context);
	/* After all have ended: is everything as it must be? Else says what
	 * not. */
	const char *(*wrong)(void);
	/* Switches away from a context that could go on. */
	unsigned int preemptions;
};

struct explored {
	unsigned long schedules; /* run to their end */
	unsigned long asleep;	 /* left: the same as another one */
	unsigned long points;	 /* at which a context stopped */
	unsigned long rounds;	 /* until no more shared memory was found */
	const char *failure;	 /* NULL: none */
};

/*
 * Runs all of them, or up to so many. UNBOUNDED leaves out schedules that
 * differ in the order of independent steps only (sleep sets); with a bound they
 * could be what is within it, so nothing is left out.
 */
struct explored explore(const struct exploration *what, unsigned long most);
/* The schedule that failed, a line for each switch. */
void explore_print_failure(void);

/*
 * For the host and the hooks of the compiler. Outside contexts they do nothing.
 */

/* Accesses that the compiler told of. */
extern unsigned long compiler_told;
/* Before each access: stops if others could notice. */
void explore_access(enum step_kind kind, const void *address, size_t bytes);
/*
 * A lock is taken; returns when it is free, true if a dead context had it.
 * *holder: context + 1, 0: nobody.
 */
bool explore_lock(uint8_t *holder);
void explore_unlock(uint8_t *holder);
/* The context that runs, or -1. */
int explore_running(void);
/* Ends the schedule as a failure. */
void explore_fail(const char *what);
/* That context runs no more. */
void explore_kill(int context);
bool explore_is_dead(int context);

#endif /* KCOV_TESTS_SCHEDULES_EXPLORE_H */
