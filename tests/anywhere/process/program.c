// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* The program that a process was called with, run as a task of it (host.c). */
#include <pthread.h>

#include "program.h"
#include "tests/conformance/result.h"

static const struct test *test;

void host_end(int status)
{
	if (test && status == PASSED)
		say("ok 1 - %s", test->sentence);
	else if (test && status != SKIPPED)
		say("not ok 1 - %s", test->sentence);
	host_stop(status);
}

static void *run_test(void *unused)
{
	if (!test || kcov_interrupts_prepare(2, 4096))
		host_end(FAILED);
	say("TAP version 13");
	say("1..1");
	test->body();
	host_end(PASSED);
	return unused;
}

void host_begin(const char *name)
{
	static pthread_t thread;

	test = choose_test(name);
	pthread_create(&thread, NULL, run_test, NULL);
}
