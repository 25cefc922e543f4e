/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What only the machine knows, here of one CPU that nobody interrupts. A host
 * with more writes a header of this name, of files of machine/ or of its own,
 * which stands before this one on the compiler's path.
 */
#ifndef KCOV_MACHINE_H
#define KCOV_MACHINE_H

#include "port/bare/machine/one_cpu.h"
#include "port/bare/machine/no_interrupts.h"
#include "port/bare/machine/no_others.h"

/* For pool.c: a device's area, a section's, and some hundred bytes each. */
enum { BARE_POOL_BYTES = 1 << 18 };

#endif /* KCOV_MACHINE_H */
