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

struct kcov_port_area {
	void *memory; /* vmalloc'ed, user-mappable */
};

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
	KCOV_CONTEXT_TASK = 0,
	KCOV_CONTEXT_INTERRUPT = SOFTIRQ_OFFSET,
};

#endif /* KCOV_PORT_TYPES_H */
