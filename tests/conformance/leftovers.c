// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What a test and the kernel below it hold.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness.h"
#include "leftovers.h"

/* Tables of pages, stacks and the like, which a kernel keeps for the next. */
#define SLACK_KIB 1024

static int entries_of(const char *path)
{
	DIR *dir = opendir(path);
	int n = 0;

	CHECK(dir);
	while (readdir(dir))
		n++;
	closedir(dir);
	return n;
}

int open_descriptors(void)
{
	return entries_of("/proc/self/fd");
}

long descriptors_of(pid_t pid)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/fd", pid);
	return entries_of(path);
}

long proc_lines(const char *path, const char *word)
{
	FILE *file = fopen(path, "re");
	char line[512];
	long n = 0;

	if (!file)
		return -1;
	while (fgets(line, sizeof(line), file))
		n += !!strstr(line, word);
	fclose(file);
	return n;
}

long mappings_of(pid_t pid)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/maps", pid);
	return proc_lines(path, "-");
}

/* The sum of numbers that follow the word at the start of lines. */
static long proc_sum(const char *path, const char *word)
{
	FILE *file = fopen(path, "re");
	size_t length = strlen(word);
	char line[512];
	long sum = 0;

	CHECK(file);
	while (fgets(line, sizeof(line), file)) {
		const char *text = line + strspn(line, " ");

		if (!strncmp(text, word, length))
			sum += atol(text + length);
	}
	fclose(file);
	return sum;
}

static long meminfo(const char *word)
{
	return proc_sum("/proc/meminfo", word);
}

/* Pages that each processor keeps for itself, megabytes that come and go. */
static long kept_free(void)
{
	return proc_sum("/proc/zoneinfo", "count:") *
	       (sysconf(_SC_PAGESIZE) / 1024);
}

/*
 * Free are also the pages that processors keep, and as good as free are the
 * files that were read. Pages must not leave a processor while we count.
 */
static long kernel_used(void)
{
	long kept, still = kept_free(), used;
	int tries = 0;

	do {
		kept = still;
		used = meminfo("MemTotal:") - meminfo("MemFree:") - kept -
		       (meminfo("Cached:") - meminfo("Shmem:") +
			meminfo("Buffers:") + meminfo("SReclaimable:"));
		still = kept_free();
	} while (labs(still - kept) > SLACK_KIB / 8 && tries++ < 10);
	return used;
}

long kernel_areas(void)
{
	return proc_lines("/proc/vmallocinfo", "kcov");
}

struct leftovers leftovers_now(void)
{
	struct leftovers now = {
		.descriptors = open_descriptors(),
		.maps = proc_lines("/proc/self/maps", ""),
		.areas = -1,
		.vmalloc = -1,
		.used = -1,
	};

	if (host_is(USER)) {
		now.used = proc_sum("/proc/self/status", "VmData:");
		return now;
	}
	now.areas = kernel_areas();
	now.vmalloc = meminfo("VmallocUsed:");
	now.used = kernel_used();
	return now;
}

static bool kernel_has_more(const struct leftovers *now,
			    const struct leftovers *before)
{
	return now->areas > before->areas ||
	       now->vmalloc > before->vmalloc + SLACK_KIB ||
	       now->used > before->used + SLACK_KIB;
}

void check_no_leftovers(const struct leftovers *before)
{
	struct leftovers now = leftovers_now();
	int tries;

	for (tries = 0; kernel_has_more(&now, before) && tries < 1000;
	     tries++) {
		usleep(10000);
		now = leftovers_now();
	}
	if (host_is_kernel())
		note("areas %ld to %ld, VmallocUsed %ld to %ld KiB, used %ld "
		     "to %ld KiB",
		     before->areas, now.areas, before->vmalloc, now.vmalloc,
		     before->used, now.used);
	CHECK_EQ(now.descriptors, before->descriptors);
	CHECK(now.maps <= before->maps + 1);
	CHECK(now.areas <= before->areas);
	CHECK(now.vmalloc <= before->vmalloc + SLACK_KIB);
	CHECK(now.used <= before->used + SLACK_KIB);
}

bool kernel_areas_fall_to(long most)
{
	int tries;

	for (tries = 0; kernel_areas() > most && tries < 1000; tries++)
		usleep(10000);
	return kernel_areas() <= most;
}
