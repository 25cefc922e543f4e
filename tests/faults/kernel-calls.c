// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * kernel-calls: in a kernel with CONFIG_FAULT_INJECTION, each call that a
 * client makes, with its n-th allocation or copy from user space failing, for
 * every n until none is left to fail. A call that fails says ENOMEM or EFAULT,
 * and made again it works; what a failed call left behind would make that EBUSY
 * or EEXIST. In the end no memory is lost.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <linux/kcov.h>

#include "tests/conformance/sections.h"
#include "tests/unit/figures.h"
#include "tests/unit/tap.h"

#define KCOV_PATH "/sys/kernel/debug/kcov"
#define HANDLE (KCOV_SUBSYSTEM_USB | 1)

enum { WORDS = 64 << 10, SECTION_WORDS = 4096 };

static int fail_nth, module, device;
static unsigned long *area;
static unsigned long failed, refused;

static void die(const char *what)
{
	printf("# %s: %s\n", what, strerror(errno));
	tap_ok(false, "the test can be made");
	exit(tap_done());
}

static void set(const char *folder, const char *name, const char *value)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "/sys/kernel/debug/%s%s%s", folder,
		 *name ? "/" : "", name);
	fd = open(path, O_WRONLY);
	if (fd < 0 || write(fd, value, strlen(value)) < 0)
		die(path);
	close(fd);
}

/* Allocations that may wait fail too, and nothing is printed of it. */
static void prepare(void)
{
	set("failslab", "ignore-gfp-wait", "N");
	set("fail_page_alloc", "ignore-gfp-wait", "N");
	set("fail_page_alloc", "ignore-gfp-highmem", "N");
	set("fail_page_alloc", "min-order", "0");
	set("failslab", "verbose", "0");
	set("fail_page_alloc", "verbose", "0");
	set("fail_usercopy", "verbose", "0");
	fail_nth = open("/proc/self/fail-nth", O_RDWR);
	module = open(SECTIONS_PATH, O_RDWR);
	if (fail_nth < 0 || module < 0)
		die("fail-nth or the module of sections");
}

static void arm(unsigned int n)
{
	char text[16];
	int bytes = snprintf(text, sizeof(text), "%u", n);

	if (pwrite(fail_nth, text, (size_t)bytes, 0) != bytes)
		die("fail-nth");
}

/* Has it failed? Telling us is a copy too, which may be the one that fails. */
static bool has_failed(void)
{
	char text[16] = "";
	bool fired = pread(fail_nth, text, sizeof(text) - 1, 0) > 0 &&
		     atoi(text) == 0;

	while (pwrite(fail_nth, "0", 1, 0) != 1)
		if (errno != EFAULT)
			die("fail-nth");
	return fired;
}

static int open_device(void)
{
	device = open(KCOV_PATH, O_RDWR);
	return device;
}

static int set_size(void)
{
	return ioctl(device, KCOV_INIT_TRACE, WORDS);
}

static int map(void)
{
	area = mmap(NULL, WORDS * sizeof(*area), PROT_READ | PROT_WRITE,
		    MAP_SHARED, device, 0);
	return area == MAP_FAILED ? -1 : 0;
}

static int enable_pcs(void)
{
	return ioctl(device, KCOV_ENABLE, KCOV_TRACE_PC);
}

static int enable_comparisons(void)
{
	return ioctl(device, KCOV_ENABLE, KCOV_TRACE_CMP);
}

static int disable(void)
{
	return ioctl(device, KCOV_DISABLE, 0);
}

static int enable_remotely(void)
{
	struct {
		struct kcov_remote_arg arg;
		__u64 handles[2];
	} remote = { .arg = { .trace_mode = KCOV_TRACE_PC,
			      .area_size = SECTION_WORDS,
			      .num_handles = 2,
			      .common_handle = 1 },
		     .handles = { HANDLE, HANDLE + 1 } };

	return ioctl(device, KCOV_REMOTE_ENABLE, &remote);
}

/* One that gets no memory collects nothing, and the call goes on. */
static int run_section(void)
{
	static const struct section_step script[SECTIONS_STEPS] = {
		{ SECTION_START, HANDLE },
		{ SECTION_TARGET, TARGET_A },
		{ SECTION_STOP, 0 },
	};

	return ioctl(module, SECTIONS_PLAY, script);
}

static int unmap(void)
{
	return munmap(area, WORDS * sizeof(*area));
}

static int close_device(void)
{
	return close(device);
}

static const struct {
	const char *name;
	int (*make)(void);
	bool allocates; /* or copies: some failure must show */
} calls[] = {
	{ "open", open_device, true },
	{ "INIT_TRACE", set_size, true },
	{ "mmap", map, true },
	{ "ENABLE of PCs", enable_pcs, false },
	{ "DISABLE", disable, false },
	{ "ENABLE of comparisons", enable_comparisons, false },
	{ "DISABLE of comparisons", disable, false },
	{ "REMOTE_ENABLE", enable_remotely, true },
	{ "a section", run_section, true },
	{ "DISABLE of a session", disable, false },
	{ "munmap", unmap, false },
	{ "close", close_device, false },
};

enum { CALLS = sizeof(calls) / sizeof(calls[0]) };

/* What went wrong with a call, for the sentence about it. */
static const char *wrong;

/* The call, with its n-th service failing; then again if it was refused. */
static bool make_failing(unsigned int which, unsigned int n)
{
	int result, error;
	bool fired;

	arm(n);
	result = calls[which].make();
	error = errno;
	fired = has_failed();
	if (result >= 0)
		return fired;
	refused++;
	if (!fired || (error != ENOMEM && error != EFAULT))
		wrong = "it failed with another errno";
	else if (calls[which].make() < 0)
		wrong = "made again it does not work";
	return fired;
}

/* A client's whole life, one call of which is to fail; false: nothing failed. */
static bool live(unsigned int failing, unsigned int n)
{
	bool fired = false;
	unsigned int i;

	for (i = 0; i < CALLS && !wrong; i++) {
		if (i == failing)
			fired = make_failing(i, n);
		else if (calls[i].make() < 0)
			wrong = calls[i].name;
		/* A section that nothing failed in collects. */
		if (calls[i].make == run_section && i != failing && !area[0])
			wrong = "a section collects nothing";
	}
	return fired;
}

static void fail_call(unsigned int which)
{
	unsigned long refused_before = refused;
	unsigned int n = 1;

	wrong = NULL;
	while (live(which, n) && !wrong)
		n++;
	failed += n - 1;
	tap_ok(!wrong && (!calls[which].allocates || refused > refused_before),
	       "%s: %u services fail, one by one, %lu times it is refused%s%s",
	       calls[which].name, n - 1, refused - refused_before,
	       wrong ? ": " : "", wrong ? wrong : "");
}

static unsigned long vmalloc_used(void)
{
	char line[128];
	unsigned long kilobytes = 0;
	FILE *file = fopen("/proc/meminfo", "r");

	while (file && fgets(line, sizeof(line), file))
		sscanf(line, "VmallocUsed: %lu", &kilobytes);
	if (file)
		fclose(file);
	return kilobytes;
}

/* Objects that nobody points at; young ones are not reported. */
static unsigned int leaks(void)
{
	unsigned int found = 0;
	char line[256];
	FILE *file;

	sleep(6);
	set("kmemleak", "", "scan");
	set("kmemleak", "", "scan");
	file = fopen("/sys/kernel/debug/kmemleak", "r");
	while (file && fgets(line, sizeof(line), file)) {
		found += !strncmp(line, "unreferenced", 12);
		printf("# %s", line);
	}
	if (!file)
		die("kmemleak");
	fclose(file);
	return found;
}

int main(int argc, char **argv)
{
	unsigned long before, after;
	unsigned int i, lost;

	(void)argc;
	setvbuf(stdout, NULL, _IOLBF, 0);
	prepare();
	live(CALLS, 0);
	set("kmemleak", "", "clear");
	before = vmalloc_used();
	for (i = 0; i < CALLS; i++)
		fail_call(i);
	/* Areas of sections are freed a moment later, while that one sleeps. */
	lost = leaks();
	after = vmalloc_used();
	tap_ok(after <= before, "VmallocUsed is what it was (%lu, %lu kB)",
	       before, after);
	tap_ok(!lost, "no object is lost (%u)", lost);
	figures_begin(argv[0]);
	figure("services that failed in a kernel", "every n of each call",
	       "%lu, %lu calls refused", failed, refused);
	figures_end();
	return tap_done();
}
