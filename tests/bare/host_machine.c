// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* The functions that machine/host_*.h leave to a host, to be linked. */
#include "port/bare/bare.h"

struct bare_cpu *bare_cpu(void)
{
	return &bare_first_cpu;
}

unsigned long bare_irq_save(void)
{
	return 0;
}

void bare_irq_restore(unsigned long flags)
{
	(void)flags;
}
