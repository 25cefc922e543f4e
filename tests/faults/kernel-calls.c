// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * kernel-calls: in a kernel with CONFIG_FAULT_INJECTION, each call that a
 * client makes, with its n-th allocation or copy from user space failing, for
 * every n until none is left to fail; then with a second failure later in the
 * client's life, for every pair. A call that fails says ENOMEM or EFAULT, and
 * made again it works; what a failed call left behind would make that EBUSY or
 * EEXIST. In the end no memory is lost.
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

/* The large area takes several page tables to map. */
enum { WORDS = 64 << 10, LARGE_WORDS = 640 << 10, SECTION_WORDS = 4096 };

static int fail_nth, module, device;
static unsigned long *area;
static unsigned long failed, refused, pairs_failed;

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

/* The n-th service of a call, which is to fail. */
struct failure {
	unsigned int call;
	unsigned int n;
	bool fired;
};

/* The call, with that failure if there is one; false: it is refused. */
static bool make(unsigned int which, struct failure *failure)
{
	int result, error;

	if (failure)
		arm(failure->n);
	result = calls[which].make();
	error = errno;
	if (failure)
		failure->fired = has_failed();
	if (result >= 0)
		return true;
	if (!failure || !failure->fired)
		wrong = calls[which].name;
	else if (error != ENOMEM && error != EFAULT)
		wrong = "it failed with another errno";
	refused++;
	return false;
}

/*
 * A client's whole life with these failures, in the order of the calls; two of
 * one call are of its first try and of the second.
 */
static void live(struct failure *failures, unsigned int most)
{
	struct failure *next = failures, *last;
	unsigned int i;

	wrong = NULL;
	for (i = 0; i < CALLS && !wrong; i++) {
		do {
			last = next < failures + most && next->call == i ?
				       next++ :
				       NULL;
		} while (!make(i, last) && !wrong);
		/* A section that nothing failed in collects. */
		if (!wrong && calls[i].make == run_section && !last && !area[0])
			wrong = "a section collects nothing";
	}
}

/* How many services of each call can fail. */
static unsigned int services[CALLS];

static void fail_call(unsigned int which)
{
	unsigned long refused_before = refused;
	struct failure failure = { which, 0, true };

	while (failure.fired && !wrong) {
		failure.n++;
		live(&failure, 1);
	}
	services[which] = failure.n - 1;
	failed += services[which];
	tap_ok(!wrong && (!calls[which].allocates || refused > refused_before),
	       "%s: %u services fail, one by one, %lu times it is refused%s%s",
	       calls[which].name, services[which], refused - refused_before,
	       wrong ? ": " : "", wrong ? wrong : "");
	wrong = NULL;
}

/* The first failure with every one after it; how many pairs there were. */
static unsigned long fail_second(const struct failure *first)
{
	struct failure pair[2];
	unsigned long pairs = 0;
	unsigned int call, n;

	for (call = first->call; call < CALLS && !wrong; call++) {
		for (n = 1; !wrong; n++) {
			pair[0] = *first;
			pair[1] = (struct failure){ call, n, false };
			live(pair, 2);
			if (!pair[1].fired)
				break;
			pairs++;
		}
	}
	return pairs;
}

static void fail_pairs(void)
{
	struct failure first;
	unsigned int call, n;

	for (call = 0; call < CALLS && !wrong; call++)
		for (n = 1; n <= services[call] && !wrong; n++) {
			first = (struct failure){ call, n, false };
			pairs_failed += fail_second(&first);
		}
	tap_ok(!wrong && pairs_failed, "%lu pairs of services fail%s%s",
	       pairs_failed, wrong ? ": " : "", wrong ? wrong : "");
}

/* As the kernel sees it, which says EFAULT where a load of ours would die. */
static bool readable(const void *byte)
{
	static int ends[2];
	char copy;

	if (!ends[1] && pipe(ends))
		die("pipe");
	return write(ends[1], byte, 1) == 1 && read(ends[0], &copy, 1) == 1;
}

static bool all_readable(const char *memory, size_t bytes)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	size_t offset;

	for (offset = 0; offset < bytes; offset += page)
		if (!readable(memory + offset))
			return false;
	return true;
}

/*
 * One try to map the large area at a place where nothing is, and then whatever
 * the kernel lets it have: all of the area, or nothing. False: nothing failed.
 */
static bool map_large_failing(void *place, unsigned int n)
{
	const size_t bytes = LARGE_WORDS * sizeof(*area);
	bool fired;
	void *got;

	arm(n);
	got = mmap(place, bytes, PROT_READ | PROT_WRITE,
		   MAP_SHARED | MAP_FIXED_NOREPLACE, device, 0);
	fired = has_failed();
	if (got == MAP_FAILED) {
		refused++;
		/* EEXIST if something were left there. */
		got = mmap(place, bytes, PROT_READ | PROT_WRITE,
			   MAP_SHARED | MAP_FIXED_NOREPLACE, device, 0);
	}
	if (got != place || !all_readable(got, bytes))
		wrong = "what was mapped is not all of the area";
	else
		munmap(got, bytes);
	return fired;
}

/* Page tables are had on the way, so pages are there already when one fails. */
static void fail_large_mapping(void)
{
	const size_t bytes = LARGE_WORDS * sizeof(*area);
	unsigned long refused_before = refused;
	unsigned int n = 1;
	void *place;

	wrong = NULL;
	if (open_device() < 0 || ioctl(device, KCOV_INIT_TRACE, LARGE_WORDS))
		die("a large area");
	place = mmap(NULL, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		     0);
	if (place == MAP_FAILED || munmap(place, bytes))
		die("a place for it");
	while (map_large_failing(place, n) && !wrong)
		n++;
	close_device();
	failed += n - 1;
	tap_ok(!wrong && refused > refused_before + 1,
	       "mmap of several page tables: %u services fail, %lu times it is refused%s%s",
	       n - 1, refused - refused_before, wrong ? ": " : "",
	       wrong ? wrong : "");
	wrong = NULL;
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
	live(NULL, 0);
	set("kmemleak", "", "clear");
	before = vmalloc_used();
	fail_large_mapping();
	for (i = 0; i < CALLS; i++)
		fail_call(i);
	fail_pairs();
	/* Areas of sections are freed a moment later, while that one sleeps. */
	lost = leaks();
	after = vmalloc_used();
	tap_ok(after <= before, "VmallocUsed is what it was (%lu, %lu kB)",
	       before, after);
	tap_ok(!lost, "no object is lost (%u)", lost);
	figures_begin(argv[0]);
	figure("services that failed in a kernel",
	       "every n of each call, every pair",
	       "%lu, %lu pairs, %lu calls refused", failed, pairs_failed,
	       refused);
	figures_end();
	return tap_done();
}
