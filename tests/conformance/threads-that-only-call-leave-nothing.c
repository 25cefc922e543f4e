// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T3: threads that size a device, are refused by it and never enable it leave
 * no mapping and no memory of it behind, once its descriptor is closed.
 * kills: (user space) a view of the device that only owners let go of.
 */
#include "harness.h"
#include "leftovers.h"

#define THREADS 200

static int fd;
static unsigned long words;

static void only_call(void *unused)
{
	(void)unused;
	CHECK_OK(ioctl(fd, KCOV_INIT_TRACE, words));
	CHECK_ERR(ioctl(fd, KCOV_ENABLE, 77), EINVAL);
	CHECK_ERR(ioctl(fd, KCOV_DISABLE, 0), EINVAL);
}

static void one_device(void)
{
	fd = device_open();
	in_thread(only_call, NULL);
	CHECK_OK(close(fd));
}

TEST_ANYWHERE("threads that only call a device leave nothing of it behind")
{
	long maps, areas;
	int i;

	words = 16 * page_words();
	for (i = 0; i < 10; i++)
		one_device();
	maps = proc_lines("/proc/self/maps", "");
	areas = kernel_areas();
	for (i = 0; i < THREADS; i++)
		one_device();
	note("%ld lines of maps, then %ld", maps,
	     proc_lines("/proc/self/maps", ""));
	CHECK(proc_lines("/proc/self/maps", "") <= maps + 1);
	CHECK(kernel_areas_fall_to(areas));
}
