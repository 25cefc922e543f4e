/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A machine that a test plays: threads are CPUs, interrupts come when they are
 * asked for and are let in, and who would wait for himself for ever says so.
 */
#ifndef KCOV_MACHINE_H
#define KCOV_MACHINE_H

#include "port/bare/machine/host_cpu.h"
#include "port/bare/machine/host_interrupts.h"

enum { KCOV_PORT_HAS_CMP = 1, BARE_POOL_BYTES = 1 << 16 };

unsigned long bare_lock(unsigned int *lock);
void bare_unlock(unsigned int *lock, unsigned long flags);
int bare_add(int *count, int by);

#endif /* KCOV_MACHINE_H */
