/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* A context with a stack of its own, which runs until it leaves. */
#ifndef KCOV_TESTS_SCHEDULES_FIBER_H
#define KCOV_TESTS_SCHEDULES_FIBER_H

#include <stdbool.h>
#include <stdint.h>

enum { FIBER_STACK = 32 << 10 };

struct fiber {
	void *stack_pointer;
	void (*body)(void);
	bool ended;
	uint8_t stack[FIBER_STACK] __attribute__((aligned(64)));
};

void fiber_start(struct fiber *fiber, void (*body)(void));
/* Lets it run until it leaves; false: it has come to its end. */
bool fiber_enter(struct fiber *fiber);
void fiber_leave(struct fiber *fiber);

static inline bool fiber_has(const struct fiber *fiber, const void *address)
{
	return (uintptr_t)address - (uintptr_t)fiber->stack < FIBER_STACK;
}

#endif /* KCOV_TESTS_SCHEDULES_FIBER_H */
