/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Interrupts are masked by functions of the host's, compiled without coverage. */
#ifndef BARE_HOST_INTERRUPTS_H
#define BARE_HOST_INTERRUPTS_H

#include "port/bare/machine/cpu.h"

/* Says whether they were let in, for the other one. Pairs nest. */
unsigned long bare_irq_save(void);
void bare_irq_restore(unsigned long flags);

#endif /* BARE_HOST_INTERRUPTS_H */
