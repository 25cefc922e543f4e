/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Where callbacks go on when the count of their slot equals its limit. The
 * names are not ours: objtool of Linux 6.1 to 7.3 lets instrumented code call
 * functions of these names, and no others of ours, while user memory is open.
 */
#ifndef KCOV_CORE_REFUSED_H
#define KCOV_CORE_REFUSED_H

#include "core/port.h"

/* Each module has its own, as it has callbacks. */
#define KCOV_MODULES_OWN \
	KCOV_PORT_BY_REGISTERS __attribute__((visibility("hidden")))

/*
 * The PC as a return address, and of the running task's slot for PCs the count,
 * which equals the limit, and the area.
 */
KCOV_MODULES_OWN __attribute__((aligned(64))) void
check_kcov_mode(uintptr_t pc, uintptr_t count, uintptr_t *area);

/* The type word that no comparison has: what check_kcov_mode() passes on. */
#define KCOV_CMP_NONE 0xffull
/* In the type word, above what a record has: how many cases arg1 points at. */
#define KCOV_CMP_CASES(n) ((uint64_t)(n) << 8)

/*
 * A comparison, or with KCOV_CMP_CASES() one with each of an array of cases,
 * and the count and area of the running task's slot for them. In an order in
 * which operands stay in the registers that they come in.
 */
KCOV_MODULES_OWN void write_comp_data(uint64_t arg1, uint64_t arg2,
				      uint64_t *area, uint64_t count,
				      uintptr_t pc, uint64_t type);

#endif /* KCOV_CORE_REFUSED_H */
