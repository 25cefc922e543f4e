/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A device of the kernel that runs this, and how its programs tell figures.
 * Failures end the program with one line.
 */
#ifndef KCOV_BENCH_KERNEL_CLIENT_H
#define KCOV_BENCH_KERNEL_CLIENT_H

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include <linux/kcov.h>

enum { WORDS = 1 << 16 };

struct device {
	int fd;
	uint64_t *area;
};

static inline void check(int good, const char *what)
{
	if (good)
		return;
	perror(what);
	exit(1);
}

static inline struct device device_open(void)
{
	struct device device = { open("/sys/kernel/debug/kcov", O_RDWR), NULL };

	check(device.fd >= 0, "open kcov");
	check(!ioctl(device.fd, KCOV_INIT_TRACE, WORDS), "KCOV_INIT_TRACE");
	device.area = mmap(NULL, WORDS * sizeof(*device.area),
			   PROT_READ | PROT_WRITE, MAP_SHARED, device.fd, 0);
	check(device.area != MAP_FAILED, "mmap");
	return device;
}

static inline void enable(const struct device *device, unsigned long mode)
{
	check(!ioctl(device->fd, KCOV_ENABLE, mode), "KCOV_ENABLE");
}

static inline void disable(const struct device *device)
{
	check(!ioctl(device->fd, KCOV_DISABLE, 0), "KCOV_DISABLE");
}

static inline uint64_t count(const struct device *device)
{
	return __atomic_load_n(&device->area[0], __ATOMIC_RELAXED);
}

static inline void forget(const struct device *device)
{
	__atomic_store_n(&device->area[0], 0, __ATOMIC_RELAXED);
}

/* So many handles of USB, from this one on; sections of so many words. */
static inline void remote_enable(const struct device *device, uint32_t words,
				 uint64_t first, uint32_t handles)
{
	static struct {
		struct kcov_remote_arg head;
		uint64_t handles[KCOV_REMOTE_MAX_HANDLES];
	} argument;
	uint32_t i;

	argument.head.trace_mode = KCOV_TRACE_PC;
	argument.head.area_size = words;
	argument.head.num_handles = handles;
	for (i = 0; i < handles; i++)
		argument.head.handles[i] =
			kcov_remote_handle(KCOV_SUBSYSTEM_USB, first + i);
	check(!ioctl(device->fd, KCOV_REMOTE_ENABLE, &argument),
	      "KCOV_REMOTE_ENABLE");
}

static inline void print(const char *name, uint64_t value)
{
	printf("%s %llu\n", name, (unsigned long long)value);
}

#endif /* KCOV_BENCH_KERNEL_CLIENT_H */
