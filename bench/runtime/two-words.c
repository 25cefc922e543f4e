// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The callback that the goals of doc/performance.md were set with, for program
 * counters alone: one comparison, area and limit side by side in thread
 * storage, and nothing that a device, a fork or an interrupt needs. Measured
 * beside ours it tells what is left of those goals on this machine.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "bench/runtime/area.h"

/* A count that is not below any limit, for threads that do not collect. */
static uint64_t nowhere[2];
static __thread uint64_t *target = nowhere;
static __thread uint64_t limit;

static __thread uint64_t *area;

void __attribute__((aligned(64))) __sanitizer_cov_trace_pc(void);
void __sanitizer_cov_trace_pc(void)
{
	volatile uint64_t *to = target;
	uint64_t count = to[0];

	if (count >= limit)
		return;
	to[0] = count + 1;
	to[count + 1] = (uint64_t)__builtin_return_address(0);
}

void runtime_begin(const char *mode)
{
	area = mmap(NULL, AREA_WORDS * sizeof(*area), PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (area == MAP_FAILED) {
		perror("driver: mmap");
		exit(1);
	}
	if (!strcmp(mode, "off"))
		return;
	target = area;
	limit = AREA_WORDS - 1;
}

void runtime_end(void)
{
	limit = 0;
	target = nowhere;
	munmap(area, AREA_WORDS * sizeof(*area));
}

void runtime_restart(void)
{
	area_restart(area);
}

void runtime_reset(void)
{
	runtime_restart();
}

uint64_t runtime_collect(void)
{
	return area_collect(area, 1);
}
