/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The hot path: what runs once per basic block and once per comparison of the
 * instrumented program, in any context. No call, no lock, no loop but over the
 * cases of a switch; tests/codegen/ reads the object code.
 */
#ifndef KCOV_CORE_TRACE_H
#define KCOV_CORE_TRACE_H

#include <uapi/linux/kcov.h>

#include "core/buffer.h"
#include "core/task.h"

/*
 * order: arm B: context before slot; written by kcov_task_arm_pc(). An interrupt
 * in between restores what it found, so the two loads belong together.
 */
KCOV_INLINE void kcov_trace_pc(void)
{
	struct kcov_task *task;
	uintptr_t *area;
	uintptr_t count;
	uintptr_t pc;

	if (!kcov_port_armed())
		return;
	task = kcov_port_self();
	if (!kcov_port_in_context(task))
		return;
	kcov_irq_fence();
	area = *(uintptr_t *volatile *)&task->pc.area;
	/* order: claim B: of whom this interrupts, count before record */
	count = kcov_load_word(&area[0]);
	if (count >= kcov_port_pc_limit(task, area))
		return;
	/* Inlined, so this is where the callback returns to. */
	pc = kcov_compute_now((uintptr_t)__builtin_return_address(0));
	kcov_pc_put(area, count, kcov_port_pc(pc));
}

/* The area to put comparison records in, or NULL; *count is its count. */
KCOV_INLINE uint64_t *kcov_trace_cmp_area(uint64_t *count, uint64_t *limit)
{
	struct kcov_task *task;
	uint64_t *area;

	if (!kcov_port_armed())
		return NULL;
	task = kcov_port_self();
	if (!kcov_port_in_context(task))
		return NULL;
	kcov_irq_fence();
	area = *(uint64_t *volatile *)&task->cmp.area;
	*count = kcov_load_u64(&area[0]);
	*limit = kcov_port_cmp_limit(task, area);
	return *count < *limit ? area : NULL;
}

KCOV_INLINE void kcov_trace_cmp(uint64_t type, uint64_t arg1, uint64_t arg2)
{
	uint64_t count;
	uint64_t limit;
	uint64_t *area = kcov_trace_cmp_area(&count, &limit);
	uint64_t *record;
	uintptr_t pc;

	if (!area)
		return;
	pc = kcov_compute_now((uintptr_t)__builtin_return_address(0));
	record = kcov_cmp_claim(area, count, 1);
	kcov_cmp_put(record, type, arg1, arg2, kcov_port_pc(pc));
}

/* As many records as there are cases and room, reserved in one go. */
KCOV_INLINE void kcov_trace_switch(uint64_t value, const uint64_t *table)
{
	uint64_t count;
	uint64_t limit;
	uint64_t *area = kcov_trace_cmp_area(&count, &limit);
	uint64_t cases = table[0];
	uint64_t *record;
	uint64_t type;
	uintptr_t pc;

	if (!area || !kcov_cmp_switch_type(table[1], &type))
		return;
	if (cases > limit - count)
		cases = limit - count;
	if (!cases)
		return;
	pc = kcov_compute_now((uintptr_t)__builtin_return_address(0));
	pc = kcov_port_pc(pc);
	record = kcov_cmp_claim(area, count, cases);
	for (table += 2; cases; cases--, record += KCOV_CMP_RECORD_WORDS)
		kcov_cmp_put(record, type, *table++, value, pc);
}

#endif /* KCOV_CORE_TRACE_H */
