// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * O5, T3, D15: a thousand processes and a thousand threads that end with the
 * device enabled and everything open leave no descriptor and no memory.
 * KCOV_TEST_CYCLES says how many, where each takes long.
 * kills: a reference that the end of the thread does not drop.
 */
#include "harness.h"
#include "target.h"

#define DEFAULT_CYCLES 1000
#define SLACK_KIB 4096

static unsigned long cycles;

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

static void let_die(unsigned long owners)
{
	unsigned long words = 16 * page_words();

	while (owners--) {
		CHECK_EXIT(fork_child(leave_enabled, &words), 0);
		in_thread(leave_unreachable, &words);
	}
}

/* Caches of a kernel fill some time; what leaks is gone every time. */
static bool memory_stays(void)
{
	long before = meminfo("MemFree"), after;

	let_die(cycles);
	after = meminfo("MemFree");
	note("MemFree %ld to %ld KiB", before, after);
	return after >= before - SLACK_KIB;
}

TEST("owners that die enabled leave nothing behind")
{
	long maps, areas, vmalloc;
	int descriptors;

	cycles = number_from("KCOV_TEST_CYCLES", DEFAULT_CYCLES);
	/* The first ones fill caches. */
	let_die(20);
	descriptors = open_descriptors();
	maps = proc_lines("/proc/self/maps", "");
	areas = kernel_areas();
	vmalloc = meminfo("VmallocUsed");
	if (host_is(USER))
		let_die(cycles);
	else
		CHECK(memory_stays() || memory_stays() || memory_stays());
	CHECK_EQ(open_descriptors(), descriptors);
	CHECK(proc_lines("/proc/self/maps", "") <= maps + 1);
	if (host_is(USER))
		return;
	note("VmallocUsed %ld to %ld KiB, areas %ld to %ld", vmalloc,
	     meminfo("VmallocUsed"), areas, kernel_areas());
	CHECK(kernel_areas_fall_to(areas));
	CHECK(meminfo("VmallocUsed") <= vmalloc + SLACK_KIB);
}
