/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Types of the Linux kernel as a host. */
#ifndef KCOV_PORT_TYPES_H
#define KCOV_PORT_TYPES_H

#include <linux/errno.h>
#include <linux/kconfig.h>
#include <linux/preempt.h>
#include <linux/refcount.h>
#include <linux/spinlock_types.h>
#include <linux/types.h>

struct kcov_port_lock {
	spinlock_t lock;
};

struct kcov_port_ref {
	refcount_t count;
};

struct kcov_feedback;

struct kcov_port_area {
	void *memory; /* vmalloc'ed, user-mappable */
	struct kcov_feedback *feedback;
	unsigned int writable; /* [L] shared mappings that may be written */
};

/* i386 as User-Mode Linux has no registers for arguments unless it is told. */
#ifdef CONFIG_X86_32
#define KCOV_PORT_BY_REGISTERS __attribute__((regparm(3)))
#else
#define KCOV_PORT_BY_REGISTERS
#endif

/* The type of 8-byte operands in the kernel's own declarations. */
#ifdef CONFIG_64BIT
typedef unsigned long kcov_cmp8;
#else
typedef unsigned long long kcov_cmp8;
#endif

/*
 * A context word is preempt_count() reduced to what tells contexts apart, so a
 * genuine soft interrupt has just the bit that serving one sets.
 */
enum {
	KCOV_PORT_HAS_CMP = IS_ENABLED(CONFIG_KCOV_ENABLE_COMPARISONS),
	KCOV_PORT_HAS_SEAL = 1,
	KCOV_CONTEXT_TASK = 0,
	KCOV_CONTEXT_INTERRUPT = SOFTIRQ_OFFSET,
};

#endif /* KCOV_PORT_TYPES_H */
