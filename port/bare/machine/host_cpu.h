/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Several CPUs, and a function of the host's that says which this is. */
#ifndef BARE_HOST_CPU_H
#define BARE_HOST_CPU_H

#include "port/bare/machine/cpu.h"

/*
 * Any context; compiled without coverage. A host that moves tasks between CPUs
 * at any moment needs one instruction for bare_cpu()->task, as riscv_cpu.h has.
 */
struct bare_cpu *bare_cpu(void);

#endif /* BARE_HOST_CPU_H */
