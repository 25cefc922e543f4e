// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * sections: what a start and a stop of a remote section cost in the kernel that
 * runs this, by how many records the section has, in cycles of its counter;
 * under QEMU's -icount one is one executed instruction. Prints "name cycles",
 * the least of many. Starts sections by the module of tests/kernel/sections.
 * Unchanged on every kernel that has kcov and the module.
 */
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/kernel/client.h"
#include "tests/conformance/sections.h"

enum { ROUNDS = 50, HANDLE = 1, NOBODYS = 2, TARGETS = 30 };

static int module;
static struct device device;

static void play(uint64_t action, uint64_t value, int times)
{
	struct section_step script[SECTIONS_STEPS] = { 0 };
	int i;

	for (i = 0; i < times; i++)
		script[i] = (struct section_step){ action, value };
	check(!ioctl(module, SECTIONS_PLAY, script), "SECTIONS_PLAY");
}

/* One section; the private area is full long before the targets are done. */
static struct section_cycles section(uint64_t instance, int records)
{
	struct section_cycles cycles;
	int i;

	play(SECTION_START, kcov_remote_handle(KCOV_SUBSYSTEM_USB, instance),
	     1);
	for (i = 0; i < records; i += TARGETS)
		play(SECTION_TARGET, TARGET_A, TARGETS);
	play(SECTION_STOP, 0, 1);
	check(!ioctl(module, SECTIONS_CYCLES, &cycles), "SECTIONS_CYCLES");
	return cycles;
}

/* Interrupts only add, so the least is the call itself. */
static void measure(const char *name, uint64_t instance, int records)
{
	struct section_cycles least = { UINT64_MAX, UINT64_MAX };
	int i;

	for (i = 0; i < ROUNDS; i++) {
		struct section_cycles now;

		forget(&device);
		now = section(instance, records);
		if (count(&device) != (uint64_t)records) {
			fprintf(stderr, "sections: %llu records of %d\n",
				(unsigned long long)count(&device), records);
			exit(1);
		}
		if (now.start < least.start)
			least.start = now.start;
		if (now.stop < least.stop)
			least.stop = now.stop;
	}
	printf("remote-start-%s %llu\nremote-stop-%s %llu\n", name,
	       (unsigned long long)least.start, name,
	       (unsigned long long)least.stop);
	fflush(stdout);
}

/* The owner of a session runs no sections for it: a child does. */
static void in_child(const char *name, uint64_t instance, int records)
{
	int status;
	pid_t child = fork();

	check(child >= 0, "fork");
	if (!child) {
		measure(name, instance, records);
		exit(0);
	}
	check(waitpid(child, &status, 0) == child, "waitpid");
	if (status)
		exit(1);
}

int main(void)
{
	static const int sizes[] = { 0, 100, 10000 };
	unsigned int i;

	module = open(SECTIONS_PATH, O_RDWR);
	check(module >= 0, SECTIONS_PATH);
	device = device_open();
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		char name[16];

		snprintf(name, sizeof(name), "%d", sizes[i]);
		/* full with so many; a section without records has room too */
		remote_enable(&device, sizes[i] ? (uint32_t)sizes[i] + 1 : 101,
			      HANDLE, 1);
		in_child(name, HANDLE, sizes[i]);
		if (!sizes[i])
			in_child("nobody", NOBODYS, 0);
		disable(&device);
	}
	return 0;
}
