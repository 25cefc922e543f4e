// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * calls: what kcov's calls and callbacks cost in the kernel that runs this, in
 * ticks of the time-stamp counter; under QEMU's -icount a tick is one executed
 * instruction. Prints "name ticks" per operation, the least of many, and what a
 * traced stat() records; calls pc|cmp: only many such calls, traced. Unchanged
 * on every kernel that has kcov.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <x86intrin.h>

#include <linux/kcov.h>

enum { WORDS = 1 << 16, ROUNDS = 200, REPEATS = 10000 };

static int device;
static uint64_t *area;
static struct stat st;

static void traced_call(void)
{
	/* many blocks, no I/O, no allocation that may have to reclaim */
	if (stat("/proc/./././././././././././././././././../proc/.", &st))
		exit(1);
}

static void enable(unsigned long mode)
{
	if (ioctl(device, KCOV_ENABLE, mode)) {
		perror("calls: KCOV_ENABLE");
		exit(1);
	}
}

static void disable(void)
{
	if (ioctl(device, KCOV_DISABLE, 0)) {
		perror("calls: KCOV_DISABLE");
		exit(1);
	}
}

static void enable_and_disable(void)
{
	enable(KCOV_TRACE_PC);
	disable();
}

/* Interrupts only add, so the least is the operation itself. */
static uint64_t least(void (*operation)(void))
{
	uint64_t best = UINT64_MAX;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		uint64_t start;
		uint64_t ticks;

		__atomic_store_n(&area[0], 0, __ATOMIC_RELAXED);
		start = __rdtsc();
		operation();
		ticks = __rdtsc() - start;
		if (ticks < best)
			best = ticks;
	}
	return best;
}

static void print(const char *name, uint64_t value)
{
	printf("%s %llu\n", name, (unsigned long long)value);
}

/* Nothing but traced calls, for whoever counts in the callbacks. */
static void repeat(unsigned long mode)
{
	int i;

	enable(mode);
	for (i = 0; i < REPEATS; i++) {
		__atomic_store_n(&area[0], 0, __ATOMIC_RELAXED);
		traced_call();
	}
	disable();
}

int main(int argc, char **argv)
{
	device = open("/sys/kernel/debug/kcov", O_RDWR);
	if (device < 0 || ioctl(device, KCOV_INIT_TRACE, WORDS)) {
		perror("calls: kcov");
		return 1;
	}
	area = mmap(NULL, WORDS * sizeof(*area), PROT_READ | PROT_WRITE,
		    MAP_SHARED, device, 0);
	if (area == MAP_FAILED) {
		perror("calls: mmap");
		return 1;
	}
	if (argc == 2) {
		repeat(!strcmp(argv[1], "cmp") ? KCOV_TRACE_CMP :
						 KCOV_TRACE_PC);
		return 0;
	}
	print("call-never-enabled", least(traced_call));
	print("enable-disable", least(enable_and_disable));
	enable(KCOV_TRACE_PC);
	print("call-pc", least(traced_call));
	__atomic_store_n(&area[0], 0, __ATOMIC_RELAXED);
	traced_call();
	print("call-pc-records", __atomic_load_n(&area[0], __ATOMIC_RELAXED));
	disable();
	enable(KCOV_TRACE_CMP);
	print("call-cmp", least(traced_call));
	__atomic_store_n(&area[0], 0, __ATOMIC_RELAXED);
	traced_call();
	print("call-cmp-records", __atomic_load_n(&area[0], __ATOMIC_RELAXED));
	disable();
	return 0;
}
