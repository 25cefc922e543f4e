/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* There is one CPU. */
#ifndef BARE_ONE_CPU_H
#define BARE_ONE_CPU_H

#include "port/bare/machine/cpu.h"

BARE_INLINE struct bare_cpu *bare_cpu(void)
{
	return &bare_first_cpu;
}

#endif /* BARE_ONE_CPU_H */
