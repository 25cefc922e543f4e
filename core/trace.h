/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The hot path: what runs once per basic block and once per comparison of the
 * instrumented program, in any context. No lock, no loop but over the cases of
 * a switch, and a call only where the count equals the limit, in the end;
 * tests/codegen/ reads the object code.
 */
#ifndef KCOV_CORE_TRACE_H
#define KCOV_CORE_TRACE_H

#include <uapi/linux/kcov.h>

#include "core/buffer.h"
#include "core/refused.h"
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
	uintptr_t limit;
	uintptr_t pc;

	if (!kcov_port_armed())
		return;
	task = kcov_port_self();
	if (!kcov_port_in_context(task))
		return;
	kcov_irq_fence();
	area = kcov_port_pc_area(task);
	/* order: claim B: of whom this interrupts, count before record */
	count = kcov_load_word(&area[0]);
	limit = kcov_port_pc_limit(task, area);
	if (__builtin_expect(count >= limit, 0)) {
		/* One comparison serves both: idle slots take this way out. */
		if (count == limit)
			check_kcov_mode((uintptr_t)__builtin_return_address(0),
					count, area);
		return;
	}
	/* Inlined, so this is where the callback returns to. */
	pc = kcov_compute_now((uintptr_t)__builtin_return_address(0));
	kcov_pc_put(area, count, kcov_port_pc(pc));
}

/* The area of the slot for comparisons, its count, its limit; or NULL. */
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
	area = kcov_port_cmp_area(task);
	*count = kcov_load_u64(&area[0]);
	*limit = kcov_port_cmp_limit(task, area);
	return area;
}

KCOV_INLINE void kcov_trace_cmp_put(uint64_t *area, uint64_t count,
				    uint64_t type, uint64_t arg1, uint64_t arg2)
{
	uintptr_t pc = kcov_compute_now((uintptr_t)__builtin_return_address(0));
	uint64_t *record = kcov_cmp_claim(area, count);

	kcov_cmp_put(record, type, arg1, arg2, kcov_port_pc(pc));
}

/*
 * A macro, for operands of all widths: each is widened on the way where it is
 * used, and not on the shortest one.
 */
#define KCOV_TRACE_CMP(type, arg1, arg2)                                   \
	do {                                                               \
		uint64_t count_;                                           \
		uint64_t limit_;                                           \
		uint64_t *area_ = kcov_trace_cmp_area(&count_, &limit_);   \
                                                                           \
		if (area_ && count_ < limit_)                              \
			kcov_trace_cmp_put(area_, count_, (type), (arg1),  \
					   (arg2));                        \
		else if (area_ && count_ == limit_)                        \
			write_comp_data(                                   \
				KCOV_AGAIN(arg1), KCOV_AGAIN(arg2), area_, \
				count_,                                    \
				(uintptr_t)__builtin_return_address(0),    \
				(type));                                   \
	} while (0)

/*
 * One record for each case, while there is room. Each record is claimed when it
 * is written, so a reader lacks one record at most, even if the task dies here.
 * The count is read again for each record: what an interrupt recorded in
 * between, and what a client stored, stays.
 */
KCOV_INLINE void kcov_trace_switch(uint64_t value, const uint64_t *table)
{
	uint64_t count;
	uint64_t limit;
	uint64_t *area = kcov_trace_cmp_area(&count, &limit);
	uint64_t *record;
	uint64_t cases;
	uint64_t type;
	uintptr_t pc, done;

	if (!area || count > limit || !kcov_cmp_switch_type(table[1], &type))
		return;
	cases = table[0];
	table += 2;
	for (done = 0; done < cases; done++) {
		count = kcov_load_u64(&area[0]);
		if (count >= limit) {
			if (count != limit)
				return;
			/* Not in each round: what follows is the rare way. */
			done = kcov_compute_now(done);
			write_comp_data((uintptr_t)&table[done], value, area,
					count,
					(uintptr_t)__builtin_return_address(0),
					type | KCOV_CMP_CASES(cases - done));
			return;
		}
		pc = kcov_compute_now((uintptr_t)__builtin_return_address(0));
		record = kcov_cmp_claim(area, count);
		kcov_cmp_put(record, type, table[done], value,
			     kcov_port_pc(pc));
	}
}

#endif /* KCOV_CORE_TRACE_H */
