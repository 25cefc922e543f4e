/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What kcov's port has to know of this kernel. tp is the running task, on which
 * hart it may run, and what kcov asks stands at its begin: kernel.h.
 */
#ifndef KCOV_MACHINE_H
#define KCOV_MACHINE_H

#include "port/bare/machine/host_interrupts.h"
#include "port/bare/machine/riscv_cpu.h"
#include "port/bare/machine/spin.h"

enum {
	KCOV_PORT_HAS_CMP = 1,
	/* All memory that this kernel hands out is its pool's. */
	BARE_POOL_BYTES = 64 << 20,
};

#endif /* KCOV_MACHINE_H */
