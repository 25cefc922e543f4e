// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-K2: the self-test of ports passes where interrupts and another hart are
 * real.
 * kills: a hook that is right only where nothing interrupts, a lock that one
 * hart alone knows. (Leaks are counted by programs that look for what is left
 * behind.)
 */
#include <string.h>

#include "examples/kernel/kernel.h"
#include "port/selftest/selftest.h"
#include "tests/conformance/harness.h"

static struct {
	void (*run)(void *data);
	void *data;
	uint32_t is_served;
} interrupt;

static void serve(void)
{
	interrupt.run(interrupt.data);
	__atomic_store_n(&interrupt.is_served, 1, __ATOMIC_RELEASE);
}

/* Of this hart; where interrupts are kept out it comes later. */
static void interrupt_with(void (*run)(void *data), void *data)
{
	unsigned long saved = bare_irq_save();

	interrupt.run = run;
	interrupt.data = data;
	interrupt.is_served = 0;
	software_interrupt = serve;
	software_interrupt_raise();
	bare_irq_restore(saved);
	while (saved &&
	       !__atomic_load_n(&interrupt.is_served, __ATOMIC_ACQUIRE))
		;
}

enum { RIVALS = 2 };

static struct task *rivals[RIVALS];
static unsigned int started;

/* The other hart takes it, as this one does not yield. */
static void elsewhere(void (*run)(void *data), void *data)
{
	CHECK(started < RIVALS);
	rivals[started++] = task_start(run, data);
}

static const char *tried;

static void trying(const char *hook)
{
	tried = hook;
}

TEST("each hook of the port does its job on two harts")
{
	static uint64_t client[KCOV_SELFTEST_BYTES / sizeof(uint64_t)];
	const struct kcov_selftest host = {
		.task = bare_cpu()->task,
		.client = (uintptr_t)client,
		.client_here = client,
		.nobodys = 8,
		.open = bare_open,
		.close = bare_close,
		.interrupt = interrupt_with,
		.irq_keeps_out = true,
		.elsewhere = elsewhere,
		.trying = trying,
	};
	const char *what, *hook = kcov_port_selftest(&host, &what);

	if (hook)
		FAIL("%s(): %s", hook, what);
	CHECK_EQ(started, RIVALS);
	while (started)
		task_wait(rivals[--started]);
	note("the last was %s", tried);
}
