// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-K2: the self-test of ports on the smallest one, and on a machine that is
 * played here. What is tried is said before: with a wrong port the program may
 * end anywhere.
 * kills: a self-test that finds fault with a port that is right.
 */
#include <stdio.h>
#include <stdlib.h>

#include "port/bare/bare.h"
#include "port/selftest/selftest.h"

static bool kept_out;
static void (*pending)(void *data);
static void *pending_data;

static void serve(void)
{
	void (*run)(void *data) = pending;

	pending = NULL;
	bare_cpu()->context += KCOV_CONTEXT_INTERRUPT;
	run(pending_data);
	bare_cpu()->context -= KCOV_CONTEXT_INTERRUPT;
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

	if (*lock)
		exit(2);
	*lock = 1;
	return flags;
}

void bare_unlock(unsigned int *lock, unsigned long flags)
{
	*lock = 0;
	bare_irq_restore(flags);
}

int bare_add(int *count, int by)
{
	return *count += by;
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
		.rounds = BARE_POOL_BYTES / 4096,
		.trying = trying,
	};
	const char *hook, *what;

	setvbuf(stdout, NULL, _IONBF, 0);
	bare_cpu()->task = &task;
	hook = kcov_port_selftest(&host, &what);
	if (hook)
		printf("# %s: %s\n", hook, what);
	printf("%sok 1 - each hook of the smallest port does its job\n1..1\n",
	       hook ? "not " : "");
	return hook != NULL;
}
