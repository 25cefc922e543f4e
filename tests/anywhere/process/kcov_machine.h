/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* A process of any Linux as a machine: its tasks take turns on one CPU. */
#ifndef KCOV_MACHINE_H
#define KCOV_MACHINE_H

#include "port/bare/machine/no_interrupts.h"
#include "port/bare/machine/no_others.h"
#include "port/bare/machine/one_cpu.h"

enum {
	KCOV_PORT_HAS_CMP = 1,
	BARE_POOL_BYTES = 64 << 20,
};

#endif /* KCOV_MACHINE_H */
