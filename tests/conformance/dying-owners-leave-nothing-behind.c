// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * O5, T3, D15: a thousand processes and a thousand threads that end with the
 * device enabled and everything open leave no descriptor and no memory.
 * kills: a reference that the end of the thread does not drop.
 */
#include "harness.h"
#include "target.h"

#define CYCLES 1000
#define SLACK_KIB 4096

static void leave_enabled(void *argument)
{
	struct session session = session_open(*(unsigned long *)argument);

	enable(&session);
	target_a();
}

static void leave_unreachable(void *argument)
{
	struct session session = session_open(*(unsigned long *)argument);

	enable(&session);
	session_close(&session);
	target_a();
}

TEST("a thousand owners that die enabled leave nothing behind")
{
	unsigned long words = 16 * page_words();
	long maps = 0, areas = 0, vmalloc = 0, available = 0;
	int descriptors = 0, i;

	for (i = -20; i < CYCLES; i++) {
		/* The first twenty fill caches. */
		if (i == 0) {
			descriptors = open_descriptors();
			maps = proc_lines("/proc/self/maps", "");
			areas = proc_lines("/proc/vmallocinfo", "kcov");
			vmalloc = meminfo("VmallocUsed");
			available = meminfo("MemFree");
		}
		CHECK_EXIT(fork_child(leave_enabled, &words), 0);
		in_thread(leave_unreachable, &words);
	}
	CHECK_EQ(open_descriptors(), descriptors);
	CHECK(proc_lines("/proc/self/maps", "") <= maps + 1);
	if (host_is(USER))
		return;
	note("VmallocUsed %ld to %ld, MemFree %ld to %ld KiB, areas %ld to %ld",
	     vmalloc, meminfo("VmallocUsed"), available, meminfo("MemFree"),
	     areas, proc_lines("/proc/vmallocinfo", "kcov"));
	CHECK_EQ(proc_lines("/proc/vmallocinfo", "kcov"), areas);
	CHECK(meminfo("VmallocUsed") <= vmalloc + SLACK_KIB);
	CHECK(meminfo("MemFree") >= available - SLACK_KIB);
}
