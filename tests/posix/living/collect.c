// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A client for programs that carry another runtime too: collects one call of
 * each kind and prints "pc=N cmp=N", or what failed.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include <linux/kcov.h>

#include "living.h"

#define WORDS 4096ul

static unsigned long collect_mode(int fd, unsigned long *area,
				  unsigned long mode)
{
	unsigned long n;

	if (ioctl(fd, KCOV_ENABLE, mode)) {
		perror("KCOV_ENABLE");
		return 0;
	}
	__atomic_store_n(&area[0], 0, __ATOMIC_RELAXED);
	traced_call(4711);
	n = __atomic_load_n(&area[0], __ATOMIC_RELAXED);
	if (ioctl(fd, KCOV_DISABLE, 0))
		perror("KCOV_DISABLE");
	return n;
}

void collect(void)
{
	int fd = open("/sys/kernel/debug/kcov", O_RDWR);
	unsigned long *area;

	if (fd < 0 || ioctl(fd, KCOV_INIT_TRACE, WORDS)) {
		perror("kcov");
		return;
	}
	area = mmap(NULL, WORDS * sizeof(*area), PROT_READ | PROT_WRITE,
		    MAP_SHARED, fd, 0);
	if (area == MAP_FAILED) {
		perror("mmap");
		return;
	}
	printf("pc=%lu", collect_mode(fd, area, KCOV_TRACE_PC));
	printf(" cmp=%lu\n", collect_mode(fd, area, KCOV_TRACE_CMP));
	fflush(stdout);
}
