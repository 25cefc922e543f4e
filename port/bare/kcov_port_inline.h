/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Hot hooks of the smallest host, inlined into callbacks: who runs is what the
 * scheduler said, where is what interrupts said, and slots stand in tasks.
 */
#ifndef KCOV_PORT_INLINE_H
#define KCOV_PORT_INLINE_H

#include "core/slots.h"

/* Devices that are enabled, host.c. */
extern int bare_armed;

KCOV_INLINE bool kcov_port_armed(void)
{
	return bare_armed;
}

KCOV_INLINE struct kcov_task *kcov_port_self(void)
{
	return bare_cpu()->task;
}

KCOV_INLINE uint32_t kcov_port_context(void)
{
	return bare_cpu()->context;
}

KCOV_INLINE bool kcov_port_in_context(const struct kcov_task *task)
{
	return task->context == bare_cpu()->context;
}

/* A host that moved itself after it was linked takes off by how much. */
KCOV_INLINE uintptr_t kcov_port_pc(uintptr_t return_address)
{
	return return_address;
}

KCOV_INLINE void kcov_port_store_release(uintptr_t *p, uintptr_t value)
{
	__atomic_thread_fence(__ATOMIC_RELEASE);
	*(volatile uintptr_t *)p = value;
}

/* A 32-bit machine stores the halves; what matters is what comes before. */
KCOV_INLINE void kcov_port_store_release_u64(uint64_t *p, uint64_t value)
{
	__atomic_thread_fence(__ATOMIC_RELEASE);
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
