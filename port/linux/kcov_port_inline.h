/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Hot hooks of the Linux kernel. */
#ifndef KCOV_PORT_INLINE_H
#define KCOV_PORT_INLINE_H

#include <asm/barrier.h>
#include <linux/compiler.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#ifdef CONFIG_RANDOMIZE_BASE
#include <asm/setup.h>
#endif

#include "core/slots.h"

/*
 * How many devices are enabled. Tested before anything else: while it is 0 the
 * callback must not even look at `current`, because early in boot there is none
 * (on User-Mode Linux it would be read from the stack of the host's main()).
 */
extern atomic_t kcov_armed_devices;

/*
 * A plain load, here and of the context: it is compared where it is, while a
 * volatile one would go through a register, one instruction more per block. It
 * happens once, as nothing but a comparison follows before the next barrier.
 */
KCOV_INLINE bool kcov_port_armed(void)
{
	return unlikely(data_race(kcov_armed_devices.counter));
}

KCOV_INLINE struct kcov_task *kcov_port_self(void)
{
	return &current->kcov;
}

KCOV_INLINE uint32_t kcov_port_context(void)
{
	const uint32_t interrupts = NMI_MASK | HARDIRQ_MASK;

	/* PREEMPT_RT counts soft interrupts in a word of their own. */
	if (IS_ENABLED(CONFIG_PREEMPT_RT))
		return (preempt_count() & interrupts) |
		       (softirq_count() & SOFTIRQ_OFFSET);
	return preempt_count() & (interrupts | SOFTIRQ_OFFSET);
}

KCOV_INLINE bool kcov_port_in_context(const struct kcov_task *task)
{
	return task->context == kcov_port_context();
}

/* The address as it stands in vmlinux, without the slide of this boot. */
KCOV_INLINE uintptr_t kcov_port_pc(uintptr_t return_address)
{
#ifdef CONFIG_RANDOMIZE_BASE
	return return_address - kaslr_offset();
#else
	return return_address;
#endif
}

KCOV_INLINE void kcov_port_store_release(uintptr_t *p, uintptr_t value)
{
	smp_store_release(p, value);
}

/* A 32-bit machine stores the halves; no client of one reads concurrently. */
KCOV_INLINE void kcov_port_store_release_u64(uint64_t *p, uint64_t value)
{
	smp_wmb();
	*(volatile uint64_t *)p = value;
}

/* One kernel, one registry. */
KCOV_INLINE int kcov_port_publish(struct kcov_session *session, int err)
{
	return err;
}

KCOV_INLINE void kcov_port_withdraw(struct kcov_session *session)
{
}

#endif /* KCOV_PORT_INLINE_H */
