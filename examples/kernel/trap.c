// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * How each hart begins, and what a trap is about. Not instrumented, as Linux's
 * entry is not: until it has said that an interrupt is served, nobody knows.
 */
#include "kernel.h"

#define STATUS_MIE 8ul
#define IS_INTERRUPT (1ul << 63)
#define INTERRUPT_SOFTWARE 3
#define INTERRUPT_TIMER 7
#define CALL_OF_CLIENT 8
#define CALL_OF_KERNEL 11
#define ENABLE_SOFTWARE_AND_TIMER 0x88ul
#define ALL_MEMORY_FOR_CLIENTS 0x1ful

#define CSR_READ(name)                                              \
	({                                                          \
		unsigned long value_;                               \
		__asm__ volatile("csrr %0, " #name : "=r"(value_)); \
		value_;                                             \
	})
#define CSR_WRITE(name, value) \
	__asm__ volatile("csrw " #name ", %0" : : "r"(value))

/* What happens in a software interrupt, where somebody asks for one. */
void (*software_interrupt)(void);

static void serve(unsigned long cause)
{
	struct task *self = current_task();

	self->kcov_view.context += KCOV_CONTEXT_INTERRUPT;
	__asm__ volatile("" ::: "memory");
	if (cause == INTERRUPT_TIMER) {
		timer_next();
		tick();
	} else {
		software_interrupt_clear();
		if (software_interrupt)
			software_interrupt();
	}
	__asm__ volatile("" ::: "memory");
	self->kcov_view.context -= KCOV_CONTEXT_INTERRUPT;
}

/* With interrupts on, like any code of the task. */
static void serve_client(struct frame *frame)
{
	bare_irq_restore(STATUS_MIE);
	FRAME_A(frame, 0) = (unsigned long)system_call(FRAME_A(frame, 7),
						       FRAME_A(frame, 0),
						       FRAME_A(frame, 1),
						       FRAME_A(frame, 2));
	bare_irq_save();
}

struct now trap(struct frame *frame)
{
	unsigned long cause = CSR_READ(mcause);

	if (cause & IS_INTERRUPT) {
		serve(cause & ~IS_INTERRUPT);
		return task_next(frame);
	}
	if (cause != CALL_OF_CLIENT && cause != CALL_OF_KERNEL)
		panic("an exception, at", frame->pc);
	frame->pc += 4;
	if (cause == CALL_OF_KERNEL)
		return task_next(frame);
	serve_client(frame);
	return task_stays(frame);
}

void hart_begins(unsigned int hart)
{
	static uint32_t prepared;

	if (!hart)
		task_prepare();
	else
		while (!__atomic_load_n(&prepared, __ATOMIC_ACQUIRE))
			;
	__asm__ volatile("mv tp, %0" : : "r"(task_idle(hart)));
	CSR_WRITE(pmpaddr0, ~0ul);
	CSR_WRITE(pmpcfg0, ALL_MEMORY_FOR_CLIENTS);
	if (!hart) {
		kernel_main();
		__atomic_store_n(&prepared, 1, __ATOMIC_RELEASE);
	}
	timer_next();
	CSR_WRITE(mie, ENABLE_SOFTWARE_AND_TIMER);
	bare_irq_restore(STATUS_MIE);
	for (;;)
		__asm__ volatile("wfi");
}
