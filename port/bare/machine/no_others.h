/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* No other CPU: whoever masks interrupts has everything to itself. */
#ifndef BARE_NO_OTHERS_H
#define BARE_NO_OTHERS_H

#include "port/bare/machine/cpu.h"

BARE_INLINE unsigned long bare_lock(unsigned int *lock)
{
	(void)lock;
	return bare_irq_save();
}

BARE_INLINE void bare_unlock(unsigned int *lock, unsigned long flags)
{
	(void)lock;
	bare_irq_restore(flags);
}

BARE_INLINE int bare_add(int *count, int by)
{
	unsigned long flags = bare_irq_save();
	int sum = *count += by;

	bare_irq_restore(flags);
	return sum;
}

#endif /* BARE_NO_OTHERS_H */
