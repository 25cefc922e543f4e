/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Hot hooks of the user-space host. A task is a thread, "current" a TLS block
 * reached without a call; a slot's limit stands right before its area, on a
 * private page that the kernel wipes in forked children: they find a limit of 0
 * and record nothing, however they were forked.
 */
#ifndef KCOV_PORT_INLINE_H
#define KCOV_PORT_INLINE_H

/*
 * Modules carry callbacks of their own, which reach this one block by its name
 * in the object files: another number, another layout of the slots.
 */
extern __thread struct kcov_task kcov_self __asm__("kcov_self_0")
	__attribute__((tls_model("initial-exec"), visibility("default")));

KCOV_INLINE bool kcov_port_armed(void)
{
	return true;
}

KCOV_INLINE struct kcov_task *kcov_port_self(void)
{
	return &kcov_self;
}

/* What a thread keeps about signals, signal.c. */
struct kcov_signals {
	uint64_t blocked_before; /* what was, when depth left 0 */
	uint32_t depth;		 /* of calls of ours that block them */
	uint32_t context;	 /* set while a handler runs */
};
extern __thread struct kcov_signals kcov_signals
	__attribute__((tls_model("initial-exec")));

KCOV_INLINE uint32_t kcov_port_context(void)
{
	return kcov_signals.context;
}

/* Idle slots say all there is to say: signal.c puts them in place. */
KCOV_INLINE bool kcov_port_in_context(const struct kcov_task *task)
{
	(void)task;
	return true;
}

KCOV_INLINE uintptr_t kcov_port_pc_limit(const struct kcov_task *task,
					 const uintptr_t *area)
{
	(void)task;
	return (uintptr_t)((const struct kcov_limits *)area)[-1].pc;
}

KCOV_INLINE uint64_t kcov_port_cmp_limit(const struct kcov_task *task,
					 const uint64_t *area)
{
	(void)task;
	return ((const struct kcov_limits *)area)[-1].cmp;
}

KCOV_INLINE uintptr_t kcov_port_pc(uintptr_t return_address)
{
	return return_address;
}

KCOV_INLINE void kcov_port_store_release(uintptr_t *p, uintptr_t value)
{
	__atomic_store_n(p, value, __ATOMIC_RELEASE);
}

/* A 32-bit machine may store the halves; what matters is what comes before. */
KCOV_INLINE void kcov_port_store_release_u64(uint64_t *p, uint64_t value)
{
	__atomic_thread_fence(__ATOMIC_RELEASE);
	*(volatile uint64_t *)p = value;
}

/* publish.c */
int kcov_domain_publish(struct kcov_session *session, int err);
void kcov_domain_withdraw(struct kcov_session *session);

KCOV_INLINE int kcov_port_publish(struct kcov_session *session, int err)
{
	return kcov_domain_publish(session, err);
}

KCOV_INLINE void kcov_port_withdraw(struct kcov_session *session)
{
	kcov_domain_withdraw(session);
}

#endif /* KCOV_PORT_INLINE_H */
