/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Interrupts of RISC-V in supervisor mode. */
#ifndef BARE_RISCV_INTERRUPTS_H
#define BARE_RISCV_INTERRUPTS_H

#include "port/bare/machine/cpu.h"

#define BARE_SSTATUS_SIE 2ul

BARE_INLINE unsigned long bare_irq_save(void)
{
	unsigned long flags;

	__asm__ volatile("csrrc %0, sstatus, %1"
			 : "=r"(flags)
			 : "r"(BARE_SSTATUS_SIE)
			 : "memory");
	return flags & BARE_SSTATUS_SIE;
}

BARE_INLINE void bare_irq_restore(unsigned long flags)
{
	__asm__ volatile("csrs sstatus, %0" ::"r"(flags) : "memory");
}

#endif /* BARE_RISCV_INTERRUPTS_H */
