/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* What kcov has to know of each CPU, which the host keeps up to date. */
#ifndef BARE_CPU_H
#define BARE_CPU_H

#include <stdint.h>

#define BARE_INLINE static inline __attribute__((always_inline))

struct kcov_task;

/* What an interrupt adds that may not have sections. */
enum { BARE_CONTEXT_HARD = 0x100 };

struct bare_cpu {
	struct kcov_task
		*task; /* who runs; never NULL, KCOV_TASK_IDLE at first */
	/*
	 * KCOV_CONTEXT_TASK while no interrupt is served. An interrupt adds to
	 * it when it comes, and takes the same off when it goes: 1 if sections
	 * may run there, BARE_CONTEXT_HARD otherwise.
	 */
	uint32_t context;
};

/* Of the CPU that boots, or the only one there is; host.c. */
extern struct bare_cpu bare_first_cpu;

#endif /* BARE_CPU_H */
