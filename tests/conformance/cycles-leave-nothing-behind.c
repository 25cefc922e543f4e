// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * O4, D5: ten thousand whole lives of a device in one process leave no
 * descriptor, no mapping and no memory. KCOV_TEST_CYCLES says how many,
 * where each takes long.
 * kills: a reference that DISABLE or the last close keeps.
 */
#include "harness.h"
#include "target.h"

#define DEFAULT_CYCLES 10000
/* Checkers of memory keep some of what was freed. */
#define SLACK_KIB 8192

static void cycle(unsigned long words)
{
	struct session session = session_open(words);

	enable(&session);
	target_a();
	disable(&session);
	session_close(&session);
}

TEST("open-to-close cycles leave nothing behind")
{
	unsigned long cycles = number_from("KCOV_TEST_CYCLES", DEFAULT_CYCLES);
	unsigned long words = page_words();
	long maps, areas, vmalloc, available;
	unsigned long i;
	int descriptors;

	/* The first ones fill caches. */
	for (i = 0; i < 100; i++)
		cycle(words);
	descriptors = open_descriptors();
	maps = proc_lines("/proc/self/maps", "");
	areas = kernel_areas();
	vmalloc = meminfo("VmallocUsed");
	available = meminfo("MemFree");
	for (i = 0; i < cycles; i++)
		cycle(words);
	CHECK_EQ(open_descriptors(), descriptors);
	CHECK(proc_lines("/proc/self/maps", "") <= maps + 1);
	if (host_is(USER))
		return;
	/* One page leaked per cycle would be 40 MiB of ten thousand. */
	note("VmallocUsed %ld to %ld, MemFree %ld to %ld KiB, areas %ld to %ld",
	     vmalloc, meminfo("VmallocUsed"), available, meminfo("MemFree"),
	     areas, kernel_areas());
	CHECK(kernel_areas_fall_to(areas));
	CHECK(meminfo("VmallocUsed") <= vmalloc + SLACK_KIB);
	CHECK(meminfo("MemFree") >= available - SLACK_KIB);
}
