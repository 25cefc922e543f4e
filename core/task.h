/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * How collection is given to a task and withdrawn from it, seen by interrupts
 * that strike this very task between any two instructions. Called by the task
 * itself, or for a task that does not run yet.
 */
#ifndef KCOV_CORE_TASK_H
#define KCOV_CORE_TASK_H

#include "core/access.h"

KCOV_INLINE void kcov_task_set_context(struct kcov_task *task, uint32_t context)
{
	*(volatile uint32_t *)&task->context = context;
}

KCOV_INLINE void kcov_task_arm_pc(struct kcov_task *task, uintptr_t *area,
				  uintptr_t limit,
				  struct kcov_feedback *feedback,
				  uint32_t context)
{
	task->pc.area = area;
	task->pc.limit = limit;
	task->pc.feedback = feedback;
	kcov_irq_fence();
	/* order: arm A: slot before context; read by kcov_trace_pc() */
	kcov_task_set_context(task, context);
}

KCOV_INLINE void kcov_task_set_cmp(struct kcov_task *task, uint64_t *area,
				   uint64_t limit,
				   struct kcov_feedback *feedback)
{
	task->cmp.area = area;
	task->cmp.limit = limit;
	task->cmp.feedback = feedback;
}

KCOV_INLINE void kcov_task_arm_cmp(struct kcov_task *task, uint64_t *area,
				   uint64_t limit,
				   struct kcov_feedback *feedback,
				   uint32_t context)
{
	kcov_task_set_cmp(task, area, limit, feedback);
	kcov_irq_fence();
	kcov_task_set_context(task, context);
}

KCOV_INLINE void kcov_task_arm(struct kcov_task *task, enum kcov_mode mode,
			       void *area, uint64_t limit,
			       struct kcov_feedback *feedback, uint32_t context)
{
	if (mode == KCOV_MODE_PC)
		kcov_task_arm_pc(task, area, (uintptr_t)limit, feedback,
				 context);
	else
		kcov_task_arm_cmp(task, area, limit, feedback, context);
}

KCOV_INLINE void kcov_task_disarm(struct kcov_task *task)
{
	kcov_task_set_context(task, KCOV_CONTEXT_NONE);
	kcov_irq_fence();
	task->pc = (struct kcov_pc_slot)KCOV_PC_IDLE;
	task->cmp = (struct kcov_cmp_slot)KCOV_CMP_IDLE;
	kcov_irq_fence();
}

#endif /* KCOV_CORE_TASK_H */
