// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The core's code is in a section of its own (rules.mk), so an address says
 * whether it is the core that runs. A call out of it turns the trap flag off
 * and has the callee return to step_resume, which turns it on again.
 */
#include "tests/interrupts/step.h"

#include <signal.h>
#include <stdint.h>
#include <ucontext.h>

#define TRAP_FLAG 0x100
#define RET 0xc3
#define REP 0xf3

/* The linker's. */
extern const uint8_t __start_kcov_core[], __stop_kcov_core[];

/* What is being stepped through; an interrupt that is stepped has its own. */
static struct level {
	bool (*at)(unsigned long n);
	unsigned long steps;
	const uint8_t *last; /* the instruction that ran, if in the core */
} *level;

unsigned long step_count;

/* No interrupt strikes outside the core, so there is only one callee at a time.
 */
uintptr_t step_return;
void step_resume(void);

__asm__(".text\n"
	".globl step_resume\n"
	"step_resume:\n"
	"	pushq step_return(%rip)\n"
	"	pushfq\n"
	"	orl $0x100, (%rsp)\n"
	"	popfq\n"
	"	ret\n");

static bool is_core(const uint8_t *pc)
{
	return pc >= __start_kcov_core && pc < __stop_kcov_core;
}

static bool returns(const uint8_t *instruction)
{
	return instruction[0] == RET ||
	       (instruction[0] == REP && instruction[1] == RET);
}

static void hide_callee(greg_t *registers)
{
	uintptr_t *stack = (uintptr_t *)registers[REG_RSP];

	step_return = stack[0];
	stack[0] = (uintptr_t)step_resume;
	registers[REG_EFL] &= ~TRAP_FLAG;
}

static void trapped(int signal, siginfo_t *info, void *context)
{
	greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
	const uint8_t *pc = (const uint8_t *)registers[REG_RIP];

	(void)signal;
	(void)info;
	if (is_core(pc)) {
		level->last = pc;
		step_count++;
		if (!level->at(level->steps++))
			registers[REG_EFL] &= ~TRAP_FLAG;
		return;
	}
	if (level->last && !returns(level->last))
		hide_callee(registers);
	level->last = NULL;
}

unsigned long step_through(void (*work)(void), bool (*at)(unsigned long n))
{
	struct level *outer = level;
	struct level here = { .at = at };

	level = &here;
	__asm__ volatile("pushfq; orl $0x100, (%%rsp); popfq" ::
				 : "cc", "memory");
	work();
	__asm__ volatile("pushfq; andl $~0x100, (%%rsp); popfq" ::
				 : "cc", "memory");
	level = outer;
	return here.steps;
}

void step_prepare(void)
{
	struct sigaction action = {
		.sa_sigaction = trapped,
		.sa_flags = SA_SIGINFO | SA_NODEFER,
	};

	sigaction(SIGTRAP, &action, NULL);
}

/* What the core copies with, in its section: an interrupt strikes at each word.
 */
__attribute__((section("kcov_core"))) void *
step_copy(void *to, const void *from, size_t bytes)
{
	volatile uint8_t *byte_to = to;
	volatile uint64_t *word_to = to;
	const volatile uint8_t *byte_from = from;
	const volatile uint64_t *word_from = from;
	size_t i;

	for (i = 0; i < bytes / sizeof(*word_to); i++)
		word_to[i] = word_from[i];
	for (i *= sizeof(*word_to); i < bytes; i++)
		byte_to[i] = byte_from[i];
	return to;
}
