// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The example kernel as host of the conformance programs (host.h): it reads the
 * name of one from the serial line, runs it as a task, and says the result.
 */
#include "examples/kernel/kernel.h"
#include "host.h"
#include "tests/conformance/result.h"

void *host_task_start(void (*body)(void *), void *argument)
{
	return task_start(body, argument);
}

void host_task_wait(void *task)
{
	task_wait(task);
}

void *host_task_argument(void)
{
	return current_task()->argument;
}

void host_task_end(void)
{
	task_end();
}

uint64_t host_nanoseconds(void)
{
	return timer_now() * TIMER_NANOSECONDS;
}

void host_yield(void)
{
	task_yield();
}

static uint32_t is_served;
static void (*to_serve)(void);

static void serve(void)
{
	to_serve();
	__atomic_store_n(&is_served, 1, __ATOMIC_RELEASE);
}

void host_interrupt(void (*handler)(void))
{
	to_serve = handler;
	software_interrupt = serve;
	is_served = 0;
	software_interrupt_raise();
	while (!__atomic_load_n(&is_served, __ATOMIC_ACQUIRE))
		;
}

void host_print(const char *text)
{
	print("%s", text);
}

static const struct test *test;

void host_end(int status)
{
	if (status == PASSED)
		say("ok 1 - %s", test->sentence);
	else if (status != SKIPPED)
		say("not ok 1 - %s", test->sentence);
	power_off((unsigned int)status);
}

static void *run_test(void *unused)
{
	char name[128];

	(void)unused;
	serial_line(name, sizeof(name));
	test = choose_test(name);
	if (!test) {
		say("Bail out! no test of that name");
		power_off(FAILED);
	}
	say("TAP version 13");
	say("1..1");
	test->body();
	host_end(PASSED);
	return NULL;
}

void kernel_main(void)
{
	static pthread_t thread;

	if (kcov_interrupts_prepare(2 * HARTS, 4096))
		panic("no areas for interrupts", 0);
	pthread_create(&thread, NULL, run_test, NULL);
}
