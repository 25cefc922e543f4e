/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A kernel as small as can be for QEMU's riscv64 machine "virt": two harts that
 * take the next task each millisecond, one way into the kernel, clients in user
 * mode, a serial line. Memory is not protected. It has kcov by port/bare/.
 */
#ifndef EXAMPLES_KERNEL_H
#define EXAMPLES_KERNEL_H

#include <stdarg.h>

#include "port/bare/bare.h"

#define HARTS 2

/* What a task was doing, on its own stack: entry.S. */
struct frame {
	unsigned long pc;
	unsigned long x[31]; /* x1 to x31 */
	unsigned long status;
	unsigned long unused;
};
#define FRAME_SP(frame) ((frame)->x[1])
#define FRAME_TP(frame) ((frame)->x[3])
#define FRAME_A(frame, n) ((frame)->x[9 + (n)])

enum task_state {
	TASK_READY,
	TASK_RUNS,
	TASK_ENDED,
};

/* While it runs in the kernel, tp points here. */
struct task {
	/* kcov asks for this, and entry.S for the next three, in these places. */
	struct bare_cpu kcov_view;
	unsigned long kernel_sp, user_sp;
	struct frame *frame;

	struct kcov_task kcov;
	struct task *next; /* all of them, in a ring */
	uint32_t state;	   /* enum task_state */
	uint32_t is_on;	   /* a hart stands on its stack */
	void (*body)(void *argument);
	void *argument;
};

static inline struct task *current_task(void)
{
	return (struct task *)bare_cpu();
}

/* --- machine.c: one hart, and the devices of the machine --- */

unsigned int hart_id(void);
/* How often the timer has counted; after a millisecond it interrupts this hart.
 */
#define TIMER_NANOSECONDS 100
uint64_t timer_now(void);
void timer_next(void);
/* This hart is interrupted, as soon as it lets interrupts in. */
void software_interrupt_raise(void);
void software_interrupt_clear(void);
_Noreturn void power_off(unsigned int status);
void serial_put(char c);
/* Without its end. Waits for one. */
void serial_line(char *line, size_t size);

/* --- print.c --- */

void print(const char *format, ...) __attribute__((format(printf, 1, 2)));
int vsnprintf(char *to, size_t size, const char *format, va_list args);
_Noreturn void panic(const char *why, unsigned long value);

/* --- task.c --- */

/* Each hart has one, for while there is no other. */
void task_prepare(void);
struct task *task_idle(unsigned int hart);
/* A task that runs in the kernel, or a client. */
struct task *task_start(void (*body)(void *), void *argument);
struct task *task_start_client(void (*body)(void *), void *argument);
void task_yield(void);
_Noreturn void task_end(void);
/* It has ended, and is gone. */
void task_wait(struct task *task);

/* --- trap.c --- */

/* Who runs from now on, and where 0 is stored when the last stack is left. */
struct now {
	struct task *task;
	uint32_t *left;
};
struct now task_stays(struct frame *frame);
struct now task_next(struct frame *frame);
struct now trap(struct frame *frame);
_Noreturn void hart_begins(unsigned int hart);
/* Called in a software interrupt, if it is not NULL. */
extern void (*software_interrupt)(void);
/* What tasks there are to begin with: the image's. By hart 0. */
void kernel_main(void);

/* --- syscall.c, tick.c: what is instrumented --- */

/* What a client asks for. */
enum system_call {
	SYS_PRINT,    /* a text */
	SYS_LINE,     /* where, size: a line of the serial line */
	SYS_OPEN,     /* a kcov device, or 0 */
	SYS_IOCTL,    /* a device, command, argument: 0 or -errno */
	SYS_MAP,      /* a device, bytes: its area, or 0 */
	SYS_EVALUATE, /* a text and what it is told: examples/expr.h */
	SYS_TICKS,    /* a hart: ticks_of() */
	SYS_YIELD,
	SYS_POWER_OFF, /* a status */
	SYS_END,
};
long system_call(unsigned long number, unsigned long a, unsigned long b,
		 unsigned long c);
/* The handle of what is done each millisecond, for remote coverage. */
#define TICK_HANDLE (KCOV_SUBSYSTEM_COMMON | 1)
/* A millisecond passed on this hart. In the timer's interrupt. */
void tick(void);
/* So many milliseconds have passed there. */
unsigned long ticks_of(unsigned int hart);

#endif /* EXAMPLES_KERNEL_H */
