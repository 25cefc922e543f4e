/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Several CPUs, which can exchange a word in one piece: a lock is a word that
 * is 1 while somebody has it, with interrupts masked.
 */
#ifndef BARE_SPIN_H
#define BARE_SPIN_H

#include "port/bare/machine/cpu.h"

BARE_INLINE unsigned long bare_lock(unsigned int *lock)
{
	unsigned long flags = bare_irq_save();

	while (__atomic_exchange_n(lock, 1, __ATOMIC_ACQUIRE))
		while (__atomic_load_n(lock, __ATOMIC_RELAXED))
			;
	return flags;
}

BARE_INLINE void bare_unlock(unsigned int *lock, unsigned long flags)
{
	__atomic_store_n(lock, 0, __ATOMIC_RELEASE);
	bare_irq_restore(flags);
}

/* The new sum. Who sees it sees what was done before it, here and elsewhere. */
BARE_INLINE int bare_add(int *count, int by)
{
	return __atomic_add_fetch(count, by, __ATOMIC_SEQ_CST);
}

#endif /* BARE_SPIN_H */
