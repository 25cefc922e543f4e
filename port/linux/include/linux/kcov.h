/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The kernel's internal interface to kcov, under the names and with the types
 * that the rest of the tree uses (doc/compat.md, "drop-in surface").
 */
#ifndef _LINUX_KCOV_H
#define _LINUX_KCOV_H

#include <linux/kcov_handle.h>
#include <linux/sched.h>
#include <uapi/linux/kcov.h>

struct task_struct;

#ifdef CONFIG_KCOV

/* A new task, before it runs. Called by its creator. */
void kcov_task_init(struct task_struct *t);
/* The current task exits. */
void kcov_task_exit(struct task_struct *t);

/* The scheduler's own work is nobody's coverage: no context matches meanwhile. */
static __always_inline void kcov_prepare_switch(struct task_struct *t)
{
	t->kcov.context |= KCOV_CONTEXT_SWITCHING;
}

static __always_inline void kcov_finish_switch(struct task_struct *t)
{
	t->kcov.context &= ~KCOV_CONTEXT_SWITCHING;
}

/*
 * What the current task does between these depends on what others did before
 * (port/linux/patches say where): nobody's coverage either. A pause is a bit of
 * the context word, so a pause costs a callback nothing and stays with a task
 * that sleeps. Only the caller that found no pause ends it, so pauses nest. The
 * word of an idle task has all bits and is left as it is.
 */
static __always_inline u32 kcov_pause(void)
{
	u32 found = current->kcov.context & KCOV_CONTEXT_PAUSED;

	if (!found)
		current->kcov.context |= KCOV_CONTEXT_PAUSED;
	return found;
}

static __always_inline void kcov_resume(u32 found)
{
	if (!found)
		current->kcov.context &= ~KCOV_CONTEXT_PAUSED;
}

/* See Documentation/dev-tools/kcov.rst for usage details. */
void kcov_remote_start(u64 handle);
void kcov_remote_stop(void);
kcov_common_handle_t kcov_common_handle(void);

static inline void kcov_remote_start_common(kcov_common_handle_t id)
{
	kcov_remote_start(kcov_remote_handle(KCOV_SUBSYSTEM_COMMON,
					     kcov_common_handle_value(id)));
}

static inline void kcov_remote_start_usb(u64 id)
{
	kcov_remote_start(kcov_remote_handle(KCOV_SUBSYSTEM_USB, id));
}

/* For code that runs in task context as well and opens no section there. */
static inline void kcov_remote_start_usb_softirq(u64 id)
{
	if (in_serving_softirq() && !in_hardirq())
		kcov_remote_start_usb(id);
}

static inline void kcov_remote_stop_softirq(void)
{
	if (in_serving_softirq() && !in_hardirq())
		kcov_remote_stop();
}

#ifdef CONFIG_64BIT
typedef unsigned long kcov_u64;
#else
typedef unsigned long long kcov_u64;
#endif

void __sanitizer_cov_trace_pc(void);
void __sanitizer_cov_trace_cmp1(u8 arg1, u8 arg2);
void __sanitizer_cov_trace_cmp2(u16 arg1, u16 arg2);
void __sanitizer_cov_trace_cmp4(u32 arg1, u32 arg2);
void __sanitizer_cov_trace_cmp8(kcov_u64 arg1, kcov_u64 arg2);
void __sanitizer_cov_trace_const_cmp1(u8 arg1, u8 arg2);
void __sanitizer_cov_trace_const_cmp2(u16 arg1, u16 arg2);
void __sanitizer_cov_trace_const_cmp4(u32 arg1, u32 arg2);
void __sanitizer_cov_trace_const_cmp8(kcov_u64 arg1, kcov_u64 arg2);
void __sanitizer_cov_trace_switch(kcov_u64 value, void *table);

#else

static inline void kcov_task_init(struct task_struct *t)
{
}
static inline void kcov_task_exit(struct task_struct *t)
{
}
static inline void kcov_prepare_switch(struct task_struct *t)
{
}
static inline void kcov_finish_switch(struct task_struct *t)
{
}
static inline u32 kcov_pause(void)
{
	return 0;
}
static inline void kcov_resume(u32 found)
{
}
static inline void kcov_remote_start(u64 handle)
{
}
static inline void kcov_remote_stop(void)
{
}
static inline kcov_common_handle_t kcov_common_handle(void)
{
	return kcov_common_handle_of(0);
}
static inline void kcov_remote_start_common(kcov_common_handle_t id)
{
}
static inline void kcov_remote_start_usb(u64 id)
{
}
static inline void kcov_remote_start_usb_softirq(u64 id)
{
}
static inline void kcov_remote_stop_softirq(void)
{
}

#endif /* CONFIG_KCOV */
#endif /* _LINUX_KCOV_H */
