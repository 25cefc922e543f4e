// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Tasks: who there is, who is next. A task that waits for something yields
 * until it is there. kcov hears who begins and who ends.
 */
#include "kernel.h"

#define STACK 32768ul
#define TASK_BYTES (sizeof(struct task) + 2 * STACK)
#define STATUS_AFTER_MRET 0x80ul /* interrupts on */
#define STATUS_TO_KERNEL 0x1800ul

/* Each hart's own, while there is nobody else: they are the ring's begin. */
static struct task idle[HARTS];
static unsigned int tasks;

static void begin(void)
{
	struct task *self = current_task();

	self->body(self->argument);
	task_end();
}

static struct task *make(void (*body)(void *), void *argument)
{
	struct task *task = kcov_port_alloc(TASK_BYTES);

	if (!task)
		panic("no memory for a task", STACK);
	task->body = body;
	task->argument = argument;
	task->user_sp = ((unsigned long)(task + 1) + STACK) & ~15ul;
	task->kernel_sp = task->user_sp + STACK - 16;
	task->frame = (struct frame *)task->kernel_sp - 1;
	FRAME_TP(task->frame) = (unsigned long)task;
	task->kcov_view.task = &task->kcov;
	bare_task_created(&task->kcov);
	return task;
}

static struct task *start(struct task *task)
{
	unsigned long saved = bare_lock(&tasks);

	task->next = idle[0].next;
	idle[0].next = task;
	bare_unlock(&tasks, saved);
	return task;
}

struct task *task_start(void (*body)(void *), void *argument)
{
	struct task *task = make(body, argument);

	task->frame->pc = (unsigned long)begin;
	task->frame->status = STATUS_TO_KERNEL | STATUS_AFTER_MRET;
	FRAME_SP(task->frame) = (unsigned long)task->frame;
	return start(task);
}

struct task *task_start_client(void (*body)(void *), void *argument)
{
	struct task *task = make(body, argument);

	task->frame->pc = (unsigned long)body;
	task->frame->status = STATUS_AFTER_MRET;
	FRAME_SP(task->frame) = task->user_sp;
	FRAME_A(task->frame, 0) = (unsigned long)argument;
	return start(task);
}

void task_yield(void)
{
	__asm__ volatile("ecall" : : : "memory");
}

void task_end(void)
{
	struct task *self = current_task();

	bare_task_exited();
	__atomic_store_n(&self->state, TASK_ENDED, __ATOMIC_RELEASE);
	for (;;)
		task_yield();
}

static void forget(const struct task *task)
{
	unsigned long saved = bare_lock(&tasks);
	struct task *at = &idle[0];

	while (at->next != task)
		at = at->next;
	at->next = task->next;
	bare_unlock(&tasks, saved);
}

void task_wait(struct task *task)
{
	while (__atomic_load_n(&task->state, __ATOMIC_ACQUIRE) != TASK_ENDED ||
	       __atomic_load_n(&task->is_on, __ATOMIC_ACQUIRE))
		task_yield();
	forget(task);
	kcov_port_free(task, TASK_BYTES);
}

static bool is_idle(const struct task *task)
{
	return task >= idle && task < idle + HARTS;
}

static bool may_run(const struct task *task)
{
	return !is_idle(task) && task->state == TASK_READY && !task->is_on;
}

/* The next in the ring after who runs; otherwise who runs; or nobody. */
static struct task *choose_locked(struct task *self)
{
	struct task *task;

	for (task = self->next; task != self; task = task->next)
		if (may_run(task))
			return task;
	return self->state == TASK_RUNS ? self : &idle[hart_id()];
}

struct now task_stays(struct frame *frame)
{
	static uint32_t nothing[HARTS];

	current_task()->frame = frame;
	return (struct now){ current_task(), &nothing[hart_id()] };
}

struct now task_next(struct frame *frame)
{
	struct task *self = current_task(), *task;
	unsigned long saved = bare_lock(&tasks);

	self->frame = frame;
	task = choose_locked(self);
	if (task != self) {
		if (self->state == TASK_RUNS)
			self->state = TASK_READY;
		task->state = TASK_RUNS;
		task->is_on = 1;
	}
	bare_unlock(&tasks, saved);
	return task == self ? task_stays(frame) :
			      (struct now){ task, &self->is_on };
}

void task_prepare(void)
{
	int i;

	for (i = 0; i < HARTS; i++) {
		idle[i].kcov_view.task = &idle[i].kcov;
		idle[i].kcov = (struct kcov_task)KCOV_TASK_IDLE;
		idle[i].state = TASK_RUNS;
		idle[i].is_on = 1;
		idle[i].next = &idle[(i + 1) % HARTS];
	}
}

struct task *task_idle(unsigned int hart)
{
	return &idle[hart];
}
