// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* A client of kcov, of the library of this project linked into the program. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include <linux/kcov.h>

#include "bench/runtime/area.h"

static __thread int device;
static __thread uint64_t *area;
static __thread unsigned int record_words;

static void fail(const char *what)
{
	fprintf(stderr, "driver: %s: %s\n", what, strerror(errno));
	exit(1);
}

void runtime_begin(const char *mode)
{
	int cmp = !strcmp(mode, "cmp");

	device = open("/sys/kernel/debug/kcov", O_RDWR);
	if (device < 0)
		fail("kcov");
	if (ioctl(device, KCOV_INIT_TRACE, AREA_WORDS))
		fail("KCOV_INIT_TRACE");
	area = mmap(NULL, AREA_WORDS * sizeof(*area), PROT_READ | PROT_WRITE,
		    MAP_SHARED, device, 0);
	if (area == MAP_FAILED)
		fail("mmap");
	record_words = cmp ? 4 : 1;
	if (strcmp(mode, "off") &&
	    ioctl(device, KCOV_ENABLE, cmp ? KCOV_TRACE_CMP : KCOV_TRACE_PC))
		fail("KCOV_ENABLE");
}

void runtime_end(void)
{
	ioctl(device, KCOV_DISABLE, 0);
	munmap(area, AREA_WORDS * sizeof(*area));
	close(device);
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
	return area_collect(area, record_words);
}
