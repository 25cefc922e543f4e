/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Hot hooks of the user-space host. A task is a thread, "current" a TLS block
 * reached without a call; a slot's limit stands right before its area, on a
 * private page that the kernel wipes in forked children: they find a limit of 0
 * and record nothing, however they were forked.
 */
#ifndef KCOV_PORT_INLINE_H
#define KCOV_PORT_INLINE_H

#include "port/posix/os/arch.h"

/*
 * Modules carry callbacks of their own, which reach this one block by its name
 * in the object files: another number, another layout of the slots.
 */
extern __thread struct kcov_task kcov_self __asm__("kcov_self_1")
	__attribute__((tls_model("initial-exec"), visibility("default")));

/*
 * What a slot of this thread says, in one instruction as ever. Before a program
 * is relocated there is no block to look at, but resolvers of ifuncs run, which
 * may be instrumented: so the slots are where a word says, counted from %fs.
 * early.c has what it says until then.
 */
#ifdef POSIX_HAS_EARLY
extern uintptr_t kcov_pc_slot_at __attribute__((visibility("hidden")));
extern uintptr_t kcov_cmp_slot_at __attribute__((visibility("hidden")));

#define KCOV_AREA_OF(slot)                                      \
	({                                                      \
		__typeof__(kcov_self.slot.area) area_;          \
		__asm__ volatile("mov %%fs:(%1), %0"            \
				 : "=r"(area_)                  \
				 : "r"(kcov_##slot##_slot_at)); \
		area_;                                          \
	})
#else
#define KCOV_AREA_OF(slot) \
	(*(__typeof__(kcov_self.slot.area) volatile *)&kcov_self.slot.area)
#endif

KCOV_INLINE bool kcov_port_armed(void)
{
	return true;
}

KCOV_INLINE struct kcov_task *kcov_port_self(void)
{
	return &kcov_self;
}

/* What a thread keeps about signals, signal.c. */
struct posix_signals {
	uint64_t blocked_before; /* what was, when depth left 0 */
	uint32_t depth;		 /* of calls of ours that block them */
	uint32_t context;	 /* set while a handler runs */
};
extern __thread struct posix_signals posix_signals
	__attribute__((tls_model("initial-exec")));

KCOV_INLINE uint32_t kcov_port_context(void)
{
	return posix_signals.context;
}

/* Idle slots say all there is to say: signal.c puts them in place. */
KCOV_INLINE bool kcov_port_in_context(const struct kcov_task *task)
{
	(void)task;
	return true;
}

KCOV_INLINE uintptr_t *kcov_port_pc_area(const struct kcov_task *task)
{
	(void)task;
	return KCOV_AREA_OF(pc);
}

KCOV_INLINE uint64_t *kcov_port_cmp_area(const struct kcov_task *task)
{
	(void)task;
	return KCOV_AREA_OF(cmp);
}

KCOV_INLINE uintptr_t kcov_port_pc_limit(const struct kcov_task *task,
					 const uintptr_t *area)
{
	(void)task;
	return (uintptr_t)((const struct posix_limit *)area)[-1].records;
}

KCOV_INLINE uint64_t kcov_port_cmp_limit(const struct kcov_task *task,
					 const uint64_t *area)
{
	(void)task;
	return ((const struct posix_limit *)area)[-1].records;
}

/* The end of the page before an area, on which areas of sections have it too. */
struct posix_front {
	struct kcov_feedback feedback;
	struct posix_limit limit;
};

KCOV_INLINE struct kcov_feedback *posix_feedback_before(void *area)
{
	return &((struct posix_front *)area)[-1].feedback;
}

KCOV_INLINE struct kcov_feedback *
kcov_port_pc_feedback(const struct kcov_task *task, uintptr_t *area)
{
	(void)task;
	return posix_feedback_before(area);
}

KCOV_INLINE struct kcov_feedback *
kcov_port_cmp_feedback(const struct kcov_task *task, uint64_t *area)
{
	(void)task;
	return posix_feedback_before(area);
}

KCOV_INLINE uintptr_t *
kcov_port_feedback_area(const struct kcov_feedback *feedback)
{
	return (uintptr_t *)((const struct posix_front *)feedback + 1);
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
int posix_domain_publish(struct kcov_session *session, int err);
void posix_domain_withdraw(struct kcov_session *session);

KCOV_INLINE int kcov_port_publish(struct kcov_session *session, int err)
{
	return posix_domain_publish(session, err);
}

KCOV_INLINE void kcov_port_withdraw(struct kcov_session *session)
{
	posix_domain_withdraw(session);
}

#endif /* KCOV_PORT_INLINE_H */
