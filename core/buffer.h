/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Shape of a shared area: how many records fit and where one goes. Pure word
 * arithmetic, no state. The area is untrusted: its count is read once per
 * decision, and one unsigned comparison with a private limit bounds every
 * access, whatever the count says (tests/unit/hostile-counts.c).
 */
#ifndef KCOV_CORE_BUFFER_H
#define KCOV_CORE_BUFFER_H

#include <uapi/linux/kcov.h>

#include "core/access.h"

enum {
	KCOV_MIN_WORDS = 2,
	KCOV_CMP_RECORD_WORDS = 4, /* type, arg1, arg2, pc; 64 bits each */
};

KCOV_INLINE uintptr_t kcov_pc_limit(size_t words)
{
	return words - 1;
}

/* The area is sized in native words, a record in 64-bit words. */
KCOV_INLINE uint64_t kcov_cmp_limit(size_t words)
{
	uint64_t bytes = (uint64_t)words * sizeof(uintptr_t);

	return bytes < sizeof(uint64_t) ?
		       0 :
		       (bytes - sizeof(uint64_t)) /
			       (KCOV_CMP_RECORD_WORDS * sizeof(uint64_t));
}

KCOV_INLINE uint64_t kcov_area_limit(enum kcov_mode mode, size_t words)
{
	return mode == KCOV_MODE_PC ? kcov_pc_limit(words) :
				      kcov_cmp_limit(words);
}

/*
 * Claims slot `count`, which is below the limit. The count goes first: an
 * interrupt that records between the two stores takes the next slot instead of
 * this one. (What it records between the load and the store of the count is
 * overwritten: doc/compat.md, "nested-record".)
 */
KCOV_INLINE void kcov_pc_put(uintptr_t *area, uintptr_t count, uintptr_t pc)
{
	uintptr_t slot = kcov_compute_now(count + 1);

	/* order: claim A: count before record; read by kcov_trace_pc() */
	kcov_store_word(&area[0], slot);
	kcov_irq_fence();
	area[slot] = pc;
}

KCOV_INLINE uint64_t *kcov_cmp_claim(uint64_t *area, uint64_t count)
{
	kcov_store_u64(&area[0], count + 1);
	kcov_irq_fence();
	return &area[1 + count * KCOV_CMP_RECORD_WORDS];
}

KCOV_INLINE void kcov_cmp_put(uint64_t *record, uint64_t type, uint64_t arg1,
			      uint64_t arg2, uint64_t pc)
{
	record[0] = type;
	record[1] = arg1;
	record[2] = arg2;
	record[3] = pc;
}

/* The type word for a switch over so many bits; false: no such operand. */
KCOV_INLINE bool kcov_cmp_switch_type(uint64_t bits, uint64_t *type)
{
	uint64_t log2_bytes = 0;

	for (; log2_bytes < 4; log2_bytes++)
		if (bits == 8u << log2_bytes)
			break;
	*type = KCOV_CMP_SIZE(log2_bytes) | KCOV_CMP_CONST;
	return log2_bytes < 4;
}

#endif /* KCOV_CORE_BUFFER_H */
