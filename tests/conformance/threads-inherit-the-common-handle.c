// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T1, L-R7: a thread inherits the common handle of the thread that creates
 * it, as it is then, and hands it on; what becomes of the creator's does not
 * matter. In user space by both ways to create one.
 * kills: a thread without it; one that follows its creator; arguments, results
 * and errors that do not pass through; memory that each
 * thread leaves.
 */
#include <pthread.h>
#include <threads.h>

#include "leftovers.h"
#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x2701)

static struct gate disabled;

static void *has_handle(void *argument)
{
	CHECK_EQ(common_handle(), HANDLE);
	return argument;
}

static void *has_none(void *argument)
{
	CHECK_EQ(common_handle(), 0);
	return argument;
}

static void run(void *(*routine)(void *))
{
	pthread_t thread;
	void *result;

	CHECK_EQ(pthread_create(&thread, NULL, routine, &result), 0);
	CHECK_EQ(pthread_join(thread, &result), 0);
	CHECK(result == &result);
}

static void has_handle_in_child(void *argument)
{
	(void)argument;
	run(has_handle);
}

static void *hands_on(void *argument)
{
	has_handle(NULL);
	run(has_handle);
	CHECK_EXIT(fork_child(has_handle_in_child, NULL), 0);
	return argument;
}

static int c11_has_handle(void *argument)
{
	CHECK_EQ(common_handle(), HANDLE);
	return *(int *)argument;
}

static int c11_has_none(void *argument)
{
	CHECK_EQ(common_handle(), 0);
	return *(int *)argument;
}

static void run_c11(thrd_start_t routine)
{
	int number = -4711;
	int result = 0;
	thrd_t thread;

	CHECK_EQ(thrd_create(&thread, routine, &number), thrd_success);
	CHECK_EQ(thrd_join(thread, &result), thrd_success);
	CHECK_EQ(result, -4711);
}

static void *outlives(void *argument)
{
	gate_wait(&disabled);
	CHECK_EQ(common_handle(), HANDLE);
	return argument;
}

static void check_attributes(void)
{
	pthread_attr_t attr;
	pthread_t thread;
	size_t bytes;
	int before;

	CHECK_EQ(pthread_attr_init(&attr), 0);
	CHECK_EQ(pthread_attr_setstacksize(&attr, 1 << 20), 0);
	CHECK_EQ(pthread_create(&thread, &attr, has_handle, NULL), 0);
	CHECK_EQ(pthread_join(thread, NULL), 0);
	/* One that cannot be had. */
	bytes = sizeof(size_t) > 4 ? SIZE_MAX / 4 : SIZE_MAX / 4 * 3;
	CHECK_EQ(pthread_attr_setstacksize(&attr, bytes), 0);
	before = proc_lines("/proc/self/maps", "");
	CHECK(pthread_create(&thread, &attr, has_handle, NULL) != 0);
	CHECK_EQ(proc_lines("/proc/self/maps", ""), before);
	CHECK_EQ(pthread_attr_destroy(&attr), 0);
}

TEST("threads inherit the common handle")
{
	struct leftovers before;
	struct session session;
	pthread_t thread;
	int i;

	need_sections();
	run(has_none);
	run_c11(c11_has_none);
	session = listener_open(HANDLE);
	run(hands_on);
	run_c11(c11_has_handle);
	check_attributes();
	before = leftovers_now();
	for (i = 0; i < 500; i++)
		run(has_handle);
	check_no_leftovers(&before);
	disabled = gate_make();
	CHECK_EQ(pthread_create(&thread, NULL, outlives, NULL), 0);
	disable(&session);
	gate_open(&disabled);
	CHECK_EQ(pthread_join(thread, NULL), 0);
	run(has_none);
	run_c11(c11_has_none);
	session_close(&session);
}
