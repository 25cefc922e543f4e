// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-A9, S-M8: a device pins the memory of its area and a few pages; no size
 * beyond the largest is taken, whoever has how many devices; descriptors bound
 * their number, and the last close gives all of it back.
 * kills: areas of any size; an area, or a device, that outlives its last close.
 */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "harness.h"
#include "leftovers.h"

#define DEVICES 64
/* In bytes; beside the area are a kernel's guard page, a file's header. */
#define SIZE (256ul << 10)
#define BESIDE (32ul << 10)

static int fds[DEVICES];

/* What is pinned for all of them, where the host says so. */
static unsigned long pinned_by_files(void)
{
	unsigned long bytes = 0;
	struct stat64 st;
	int i;

	for (i = 0; i < DEVICES; i++) {
		CHECK_OK(fstat64(fds[i], &st));
		bytes += st.st_blocks * 512ul;
	}
	return bytes;
}

static unsigned long pinned_by_kernel(void)
{
	FILE *file = fopen("/proc/vmallocinfo", "re");
	unsigned long bytes = 0, one;
	char line[512];

	CHECK(file);
	while (fgets(line, sizeof(line), file))
		if (strstr(line, "kcov") && sscanf(line, "%*s %lu", &one) == 1)
			bytes += one;
	fclose(file);
	return bytes;
}

static unsigned long pinned(void)
{
	return host_is(USER) ? pinned_by_files() : pinned_by_kernel();
}

static void check_number(void)
{
	struct rlimit few;
	int n;

	CHECK_OK(getrlimit(RLIMIT_NOFILE, &few));
	few.rlim_cur = open_descriptors() + 8;
	CHECK_OK(setrlimit(RLIMIT_NOFILE, &few));
	for (n = 0; open(KCOV_PATH, O_RDWR) >= 0; n++)
		CHECK(n < 16);
	CHECK_EQ(errno, EMFILE);
	CHECK(n > 0);
}

TEST("devices pin what they asked for, and give it back")
{
	const unsigned long most = INT_MAX / sizeof(unsigned long);
	unsigned long words = SIZE / sizeof(unsigned long), before, now;
	long maps, areas = kernel_areas();
	struct session first;
	int i;

	if (host_is_kernel() && areas < 0)
		SKIP("this kernel does not show its areas");
	/* A thread goes on knowing the device it called last. */
	first = session_open(words);
	session_close(&first);
	CHECK(kernel_areas_fall_to(areas));
	maps = proc_lines("/proc/self/maps", "");
	for (i = 0; i < DEVICES; i++)
		fds[i] = device_open();
	before = pinned();
	for (i = 0; i < DEVICES; i++) {
		CHECK_ERR(ioctl(fds[i], KCOV_INIT_TRACE, most + 1), EINVAL);
		CHECK_ERR(ioctl(fds[i], KCOV_INIT_TRACE, ~0ul), EINVAL);
		CHECK_OK(ioctl(fds[i], KCOV_INIT_TRACE, words));
	}
	now = pinned();
	note("%lu KiB before, %lu KiB with %d areas of %lu KiB", before >> 10,
	     now >> 10, DEVICES, SIZE >> 10);
	CHECK(now - before >= DEVICES * SIZE);
	CHECK(now - before <= DEVICES * (SIZE + BESIDE));
	for (i = 0; i < DEVICES; i++)
		CHECK_OK(close(fds[i]));
	/* A file that nobody has, open or mapped, is no more. */
	CHECK(kernel_areas_fall_to(areas));
	CHECK(proc_lines("/proc/self/maps", "") <= maps + 1);
	check_number();
}
