/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* What the 64-bit z machines have of their own: arch.h says what each name is. */
#ifndef KCOV_POSIX_ARCH_S390X_H
#define KCOV_POSIX_ARCH_S390X_H

#include "port/posix/os/arch/generic.h"

#define POSIX_MMAP_TAKES_BLOCK

#endif /* KCOV_POSIX_ARCH_S390X_H */
