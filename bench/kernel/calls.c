// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * calls: what kcov's calls and callbacks cost in the kernel that runs this, in
 * ticks of the time-stamp counter; under QEMU's -icount a tick is one executed
 * instruction. Prints "name ticks" per operation, the least of many. calls pc,
 * or cmp, unique, edges: only many such calls, traced into an area of that
 * kind. Unchanged on every kernel that has kcov; the last two are extended
 * kcov's.
 */
#include <linux/kcov_extended.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <x86intrin.h>

#include "bench/kernel/client.h"

enum { ROUNDS = 200, REPEATS = 10000, NEIGHBOURS = 4, HANDLES = 250 };

static struct device device;
static struct stat st;

static void traced_call(void)
{
	/* many blocks, no I/O, no allocation that may have to reclaim */
	if (stat("/proc/./././././././././././././././././../proc/.", &st))
		exit(1);
}

static void enable_and_disable(void)
{
	enable(&device, KCOV_TRACE_PC);
	disable(&device);
}

static void enable_and_disable_remote(void)
{
	remote_enable(&device, 1024, 1, 1);
	disable(&device);
}

/* Interrupts only add, so the least is the operation itself. */
static uint64_t least(void (*operation)(void))
{
	uint64_t best = UINT64_MAX;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		uint64_t start;
		uint64_t ticks;

		forget(&device);
		start = __rdtsc();
		operation();
		ticks = __rdtsc() - start;
		if (ticks < best)
			best = ticks;
	}
	return best;
}

static void set_up(unsigned int feedback)
{
	struct kcov_setup setup = { .size = sizeof(setup),
				    .feedback = feedback };

	check(!ioctl(device.fd, KCOV_SETUP, &setup), "KCOV_SETUP");
}

/*
 * Nothing but traced calls, for whoever counts in the callbacks. What holds
 * each PC or edge once has seen them all but the first time.
 */
static void repeat(const char *what)
{
	const bool is_trace = !strcmp(what, "pc") || !strcmp(what, "cmp");
	int i;

	if (!is_trace)
		set_up(!strcmp(what, "edges") ? KCOV_FEEDBACK_EDGES :
						KCOV_FEEDBACK_UNIQUE);
	enable(&device, !strcmp(what, "cmp") ? KCOV_TRACE_CMP : KCOV_TRACE_PC);
	for (i = 0; i < REPEATS; i++) {
		if (is_trace)
			forget(&device);
		traced_call();
	}
	disable(&device);
}

/* Another client, which listens to handles of its own until it is killed. */
static pid_t start_neighbour(uint64_t first)
{
	int ready[2];
	char byte;
	pid_t child;

	check(!pipe(ready), "pipe");
	child = fork();
	check(child >= 0, "fork");
	if (!child) {
		struct device own = device_open();

		remote_enable(&own, 1024, first, HANDLES);
		check(write(ready[1], "", 1) == 1, "write");
		pause();
		exit(0);
	}
	close(ready[1]);
	check(read(ready[0], &byte, 1) == 1, "neighbour");
	close(ready[0]);
	return child;
}

static void beside_neighbours(void)
{
	pid_t neighbours[NEIGHBOURS];
	int i;

	for (i = 0; i < NEIGHBOURS; i++)
		neighbours[i] = start_neighbour((uint64_t)(i + 1) * 1000);
	print("remote-enable-disable-beside-1000-handles",
	      least(enable_and_disable_remote));
	for (i = 0; i < NEIGHBOURS; i++)
		kill(neighbours[i], SIGKILL);
}

int main(int argc, char **argv)
{
	device = device_open();
	if (argc == 2) {
		repeat(argv[1]);
		return 0;
	}
	print("call-never-enabled", least(traced_call));
	print("enable-disable", least(enable_and_disable));
	print("remote-enable-disable", least(enable_and_disable_remote));
	beside_neighbours();
	enable(&device, KCOV_TRACE_PC);
	print("call-pc", least(traced_call));
	disable(&device);
	enable(&device, KCOV_TRACE_CMP);
	print("call-cmp", least(traced_call));
	disable(&device);
	return 0;
}
