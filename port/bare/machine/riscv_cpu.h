/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Several harts: tp points at what the host has of each, which begins with it. */
#ifndef BARE_RISCV_CPU_H
#define BARE_RISCV_CPU_H

#include "port/bare/machine/cpu.h"

register struct bare_cpu *bare_tp __asm__("tp");

/* One instruction loads what is there, wherever the task goes on. */
BARE_INLINE struct bare_cpu *bare_cpu(void)
{
	return bare_tp;
}

#endif /* BARE_RISCV_CPU_H */
