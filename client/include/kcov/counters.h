/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The edges of the kernel that calls of this thread ran, as counters of a byte
 * each: what libFuzzer takes as extra counters (doc/fuzzing.md). The kernel
 * counts, by an extended kcov. Functions return 0 or a negative errno; ENOTTY
 * is a kcov without the extended calls.
 */
#ifndef KCOV_COUNTERS_H
#define KCOV_COUNTERS_H

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <kcov/kcov_extended.h>
#include <linux/kcov.h>

#define KCOV_COUNTERS_BITS 16
#define KCOV_COUNTERS (1u << KCOV_COUNTERS_BITS)

struct kcov_counters {
	int fd;
	uint64_t *area;
};

static inline int kcov_counters_open(struct kcov_counters *counters)
{
	struct kcov_setup setup = { 0 };
	/* Whole pages, or it cannot be mapped. */
	uint64_t words = (kcov_edges_words(KCOV_COUNTERS_BITS, 8) + 511) &
			 ~511ull;
	int error;

	setup.size = sizeof(setup);
	setup.feedback = KCOV_FEEDBACK_EDGES;
	setup.map_bits = KCOV_COUNTERS_BITS;
	counters->fd = open("/sys/kernel/debug/kcov", O_RDWR | O_CLOEXEC);
	if (counters->fd < 0)
		return -errno;
	if (!ioctl(counters->fd, KCOV_INIT_TRACE, words) &&
	    !ioctl(counters->fd, KCOV_SETUP, &setup)) {
		counters->area = (uint64_t *)mmap(NULL, words * 8,
						  PROT_READ | PROT_WRITE,
						  MAP_SHARED, counters->fd, 0);
		if (counters->area != MAP_FAILED)
			return 0;
	}
	error = errno;
	close(counters->fd);
	return -error;
}

static inline int kcov_counters_begin(struct kcov_counters *counters)
{
	if (ioctl(counters->fd, KCOV_ENABLE, KCOV_TRACE_PC))
		return -errno;
	__atomic_store_n(counters->area, 0, __ATOMIC_RELAXED);
	return 0;
}

/* Adds to `out`, which has `count` counters, a power of 2, that stay at 255. */
static inline void kcov_counters_end(struct kcov_counters *counters,
				     uint8_t *out, uint32_t count)
{
	const uint8_t *times = (const uint8_t *)(counters->area + 1);
	const uint32_t *list = (const uint32_t *)(times + KCOV_COUNTERS);
	uint64_t n = __atomic_load_n(counters->area, __ATOMIC_ACQUIRE), i;

	for (i = 0; i < n && i < KCOV_COUNTERS; i++) {
		uint32_t counter = list[i] % KCOV_COUNTERS;
		unsigned int sum = out[counter % count] + times[counter];

		out[counter % count] = (uint8_t)(sum < 255 ? sum : 255);
	}
	/* Behind the reading, as DISABLE is recorded itself. */
	ioctl(counters->fd, KCOV_DISABLE, 0);
}

#endif /* KCOV_COUNTERS_H */
