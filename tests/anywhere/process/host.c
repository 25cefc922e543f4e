// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A process as host of the conformance programs (host.h), for machines that
 * nothing boots here: tasks are contexts that take turns, an interrupt is a
 * call. It is compiled with a libc, and what it hosts without one, which has
 * functions of the same names: these stay in one object (rules.mk).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <ucontext.h>

#include "program.h"

#define STACK (256 << 10)

struct task {
	struct kcov_task kcov;
	ucontext_t context;
	void (*body)(void *);
	void *argument;
	struct task *next; /* in a ring */
	bool has_ended;
	char stack[STACK];
};

static struct task *running;

static void begin(void)
{
	running->body(running->argument);
	host_task_end();
}

void *host_task_start(void (*body)(void *), void *argument)
{
	struct task *task = calloc(1, sizeof(*task));

	if (!task)
		return NULL;
	task->body = body;
	task->argument = argument;
	getcontext(&task->context);
	task->context.uc_stack.ss_sp = task->stack;
	task->context.uc_stack.ss_size = STACK;
	makecontext(&task->context, begin, 0);
	bare_task_created(&task->kcov);
	if (!running)
		running = task->next = task;
	task->next = running->next;
	running->next = task;
	return task;
}

void host_yield(void)
{
	struct task *last = running;

	do
		running = running->next;
	while (running->has_ended);
	bare_cpu()->task = &running->kcov;
	swapcontext(&last->context, &running->context);
}

void host_task_end(void)
{
	bare_task_exited();
	running->has_ended = true;
	for (;;)
		host_yield();
}

void host_task_wait(void *which)
{
	struct task *task = which, *at = running;

	while (!task->has_ended)
		host_yield();
	while (at->next != task)
		at = at->next;
	at->next = task->next;
	free(task);
}

void *host_task_argument(void)
{
	return running->argument;
}

uint64_t host_nanoseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

void host_interrupt(void (*handler)(void))
{
	bare_cpu()->context += KCOV_CONTEXT_INTERRUPT;
	handler();
	bare_cpu()->context -= KCOV_CONTEXT_INTERRUPT;
}

void host_print(const char *text)
{
	fputs(text, stdout);
}

void host_stop(int status)
{
	exit(status);
}

int main(int argc, char **argv)
{
	host_begin(argv[argc - 1]);
	bare_cpu()->task = &running->kcov;
	return setcontext(&running->context);
}
