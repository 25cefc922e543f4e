/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Interrupts of a Cortex-M. */
#ifndef BARE_CORTEX_M_INTERRUPTS_H
#define BARE_CORTEX_M_INTERRUPTS_H

#include "port/bare/machine/cpu.h"

BARE_INLINE unsigned long bare_irq_save(void)
{
	unsigned long flags;

	__asm__ volatile("mrs %0, primask\n\tcpsid i" : "=r"(flags)::"memory");
	return flags;
}

BARE_INLINE void bare_irq_restore(unsigned long flags)
{
	__asm__ volatile("msr primask, %0" ::"r"(flags) : "memory");
}

#endif /* BARE_CORTEX_M_INTERRUPTS_H */
