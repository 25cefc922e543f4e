// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-K2: the self-test of ports on the smallest one, and on a machine with two
 * CPUs that is played here. What is tried is said before: with a wrong port the
 * program may end anywhere.
 * kills: a self-test that finds fault with a port that is right.
 */
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>

#include "port/bare/bare.h"
#include "port/selftest/selftest.h"

/* Whoever is not the first one is the second. */
enum { FIRST = 1, SECOND };

static _Thread_local struct bare_cpu cpu;
static _Thread_local unsigned int number = SECOND;
static _Thread_local bool kept_out;
static _Thread_local void (*pending)(void *data);
static _Thread_local void *pending_data;

/* Of the second one: for a lock, and for nothing any more. */
static bool somebody_waits;
static bool second_ended = true;

struct bare_cpu *bare_cpu(void)
{
	return &cpu;
}

static void serve(void)
{
	void (*run)(void *data) = pending;

	pending = NULL;
	cpu.context += KCOV_CONTEXT_INTERRUPT;
	run(pending_data);
	cpu.context -= KCOV_CONTEXT_INTERRUPT;
}

static void interrupt(void (*run)(void *data), void *data)
{
	pending = run;
	pending_data = data;
	if (!kept_out)
		serve();
}

unsigned long bare_irq_save(void)
{
	unsigned long flags = kept_out;

	kept_out = true;
	return flags;
}

void bare_irq_restore(unsigned long flags)
{
	kept_out = flags;
	if (!kept_out && pending)
		serve();
}

unsigned long bare_lock(unsigned int *lock)
{
	unsigned long flags = bare_irq_save();
	unsigned int holder = 0;

	while (!__atomic_compare_exchange_n(lock, &holder, number, false,
					    __ATOMIC_ACQUIRE,
					    __ATOMIC_ACQUIRE)) {
		/* My own, or it was never made. */
		if (holder != FIRST + SECOND - number)
			exit(2);
		holder = 0;
		__atomic_store_n(&somebody_waits, true, __ATOMIC_RELEASE);
		sched_yield();
	}
	__atomic_store_n(&somebody_waits, false, __ATOMIC_RELEASE);
	return flags;
}

void bare_unlock(unsigned int *lock, unsigned long flags)
{
	__atomic_store_n(lock, 0, __ATOMIC_RELEASE);
	bare_irq_restore(flags);
}

int bare_add(int *count, int by)
{
	return __atomic_add_fetch(count, by, __ATOMIC_SEQ_CST);
}

static void (*second_runs)(void *data);

static void *second(void *data)
{
	static struct kcov_task task = KCOV_TASK_IDLE;

	cpu.task = &task;
	second_runs(data);
	__atomic_store_n(&second_ended, true, __ATOMIC_RELEASE);
	return NULL;
}

static void elsewhere(void (*run)(void *data), void *data)
{
	pthread_t thread;

	while (!__atomic_load_n(&second_ended, __ATOMIC_ACQUIRE))
		sched_yield();
	second_runs = run;
	second_ended = false;
	if (!pthread_create(&thread, NULL, second, data))
		pthread_detach(thread);
}

/* As far as it goes: no clock is asked whether it has. */
static void let_go_on(void)
{
	while (!__atomic_load_n(&somebody_waits, __ATOMIC_ACQUIRE) &&
	       !__atomic_load_n(&second_ended, __ATOMIC_ACQUIRE))
		sched_yield();
}

static void trying(const char *hook)
{
	printf("# %s\n", hook);
}

int main(void)
{
	static struct kcov_task task = KCOV_TASK_IDLE;
	static unsigned char client[KCOV_SELFTEST_BYTES];
	const struct kcov_selftest host = {
		.task = &task,
		.client = (uintptr_t)client,
		.client_here = client,
		.nobodys = 8,
		.open = bare_open,
		.close = bare_close,
		.interrupt = interrupt,
		.irq_keeps_out = true,
		.elsewhere = elsewhere,
		.let_go_on = let_go_on,
		.rounds = BARE_POOL_BYTES / 4096,
		.trying = trying,
	};
	const char *hook, *what;

	setvbuf(stdout, NULL, _IONBF, 0);
	cpu.task = &task;
	number = FIRST;
	hook = kcov_port_selftest(&host, &what);
	if (hook)
		printf("# %s: %s\n", hook, what);
	printf("%sok 1 - each hook of the smallest port does its job\n1..1\n",
	       hook ? "not " : "");
	return hook != NULL;
}
