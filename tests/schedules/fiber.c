// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A switch is a handful of instructions: the registers that a callee keeps are
 * pushed, and the stack pointer is exchanged. (ucontext makes a system call.)
 */
#include "tests/schedules/fiber.h"

#include <string.h>

static void *outside;
static struct fiber *entered;

void fiber_switch(void **save, void *to);
void fiber_first(void);

__asm__(".text\n"
	".globl fiber_switch\n"
	"fiber_switch:\n"
	"	pushq %rbx\n"
	"	pushq %rbp\n"
	"	pushq %r12\n"
	"	pushq %r13\n"
	"	pushq %r14\n"
	"	pushq %r15\n"
	"	movq %rsp, (%rdi)\n"
	"	movq %rsi, %rsp\n"
	"	popq %r15\n"
	"	popq %r14\n"
	"	popq %r13\n"
	"	popq %r12\n"
	"	popq %rbp\n"
	"	popq %rbx\n"
	"	ret\n");

__attribute__((noreturn)) void fiber_first(void)
{
	for (;;) {
		entered->body();
		entered->ended = true;
		fiber_leave(entered);
	}
}

void fiber_start(struct fiber *fiber, void (*body)(void))
{
	/* Aligned as behind a call. */
	uintptr_t *top = (uintptr_t *)(fiber->stack + FIBER_STACK) - 1;

	/* As if fiber_first() had been called: that is where it returns to. */
	*--top = (uintptr_t)fiber_first;
	top -= 6;
	memset(top, 0, 6 * sizeof(*top));
	fiber->stack_pointer = top;
	fiber->body = body;
	fiber->ended = false;
}

bool fiber_enter(struct fiber *fiber)
{
	entered = fiber;
	fiber_switch(&outside, fiber->stack_pointer);
	return !fiber->ended;
}

void fiber_leave(struct fiber *fiber)
{
	fiber_switch(&fiber->stack_pointer, outside);
}
