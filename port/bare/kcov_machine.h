/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What the machine is and what its host wants: here one CPU that nobody
 * interrupts. A host with more has a header of this name, made of files of
 * machine/ or of its own, which stands before this one on the compiler's path.
 */
#ifndef KCOV_MACHINE_H
#define KCOV_MACHINE_H

#include "port/bare/machine/one_cpu.h"
#include "port/bare/machine/no_interrupts.h"
#include "port/bare/machine/no_others.h"

enum {
	/* Are comparisons recorded? 0: core/callbacks_cmp.c is left out. */
	KCOV_PORT_HAS_CMP = 1,
	/* Of pool.c: for areas of devices and of sections, and their heads. */
	BARE_POOL_BYTES = 1 << 18,
};

#endif /* KCOV_MACHINE_H */
