/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Nothing interrupts, or nothing that does calls kcov or is traced. */
#ifndef BARE_NO_INTERRUPTS_H
#define BARE_NO_INTERRUPTS_H

#include "port/bare/machine/cpu.h"

BARE_INLINE unsigned long bare_irq_save(void)
{
	return 0;
}

BARE_INLINE void bare_irq_restore(unsigned long flags)
{
	(void)flags;
}

#endif /* BARE_NO_INTERRUPTS_H */
