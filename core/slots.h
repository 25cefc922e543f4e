/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The hot hooks about slots, of hosts that keep limits where areas are: in the
 * task. Included by a port's kcov_port_inline.h that has no others.
 */
#ifndef KCOV_CORE_SLOTS_H
#define KCOV_CORE_SLOTS_H

KCOV_INLINE uintptr_t *kcov_port_pc_area(const struct kcov_task *task)
{
	return *(uintptr_t *volatile *)&task->pc.area;
}

KCOV_INLINE uint64_t *kcov_port_cmp_area(const struct kcov_task *task)
{
	return *(uint64_t *volatile *)&task->cmp.area;
}

KCOV_INLINE uintptr_t kcov_port_pc_limit(const struct kcov_task *task,
					 const uintptr_t *area)
{
	(void)area;
	return task->pc.limit;
}

KCOV_INLINE uint64_t kcov_port_cmp_limit(const struct kcov_task *task,
					 const uint64_t *area)
{
	(void)area;
	return task->cmp.limit;
}

KCOV_INLINE struct kcov_feedback *
kcov_port_pc_feedback(const struct kcov_task *task, uintptr_t *area)
{
	(void)area;
	return task->pc.feedback;
}

KCOV_INLINE struct kcov_feedback *
kcov_port_cmp_feedback(const struct kcov_task *task, uint64_t *area)
{
	(void)area;
	return task->cmp.feedback;
}

KCOV_INLINE uintptr_t *
kcov_port_feedback_area(const struct kcov_feedback *feedback)
{
	return feedback->area;
}

#endif /* KCOV_CORE_SLOTS_H */
