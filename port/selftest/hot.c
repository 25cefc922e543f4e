// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The hooks that callbacks are made of. Called by selftest.c; the task collects
 * for a device of its own while that is asked for, and no longer.
 */
#include <uapi/linux/kcov.h>

#include "core/buffer.h"
#include "core/task.h"
#include "port/selftest/checks.h"

/* As compilers call it. */
void __sanitizer_cov_trace_pc(void);

struct where {
	const struct kcov_task *self;
	uint32_t context;
};

static void look(void *data)
{
	struct where *where = data;

	where->self = kcov_port_self();
	where->context = kcov_port_context();
}

KCOV_CHECK(self)
{
	struct where where = { .self = bench->task };

	if (kcov_port_self() != bench->task)
		return "it is not the task that runs";
	if (bench->host->interrupt)
		bench->host->interrupt(look, &where);
	return where.self == bench->task ?
		       NULL :
		       "in an interrupt it is not the task that runs";
}

KCOV_CHECK(context)
{
	struct where where = { .context = KCOV_CONTEXT_INTERRUPT };

	if (kcov_port_context() != KCOV_CONTEXT_TASK)
		return "task context is not KCOV_CONTEXT_TASK";
	if (bench->host->interrupt)
		bench->host->interrupt(look, &where);
	if (where.context != KCOV_CONTEXT_INTERRUPT)
		return "a soft interrupt is not KCOV_CONTEXT_INTERRUPT";
	return kcov_port_context() == KCOV_CONTEXT_TASK ?
		       NULL :
		       "task context is another one after an interrupt";
}

KCOV_CHECK(pc)
{
	uintptr_t here = (uintptr_t)&kcov_check_pc;

	return kcov_port_pc(here) == here - bench->host->slide ?
		       NULL :
		       "it is not the address less the slide";
}

KCOV_CHECK(store_release)
{
	uintptr_t words[3] = { 1, 2, 3 };
	const uintptr_t value = ~(uintptr_t)0 / 3;

	kcov_port_store_release(&words[1], value);
	(void)bench;
	return words[0] == 1 && words[1] == value && words[2] == 3 ?
		       NULL :
		       "the word is not what was stored";
}

KCOV_CHECK(store_release_u64)
{
	uint64_t words[3] = { 1, 2, 3 };
	const uint64_t value = 0x0123456789abcdefull;

	kcov_port_store_release_u64(&words[1], value);
	(void)bench;
	return words[0] == 1 && words[1] == value && words[2] == 3 ?
		       NULL :
		       "the word is not what was stored";
}

/* What the hooks say of a task that collects so, and after that. */
struct told {
	void *area;    /* which is to be told */
	uint64_t room; /* records */
	struct kcov_feedback *feedback;
	void *told_area;
	uint64_t told_limit;
	struct kcov_feedback *told_feedback;
	uintptr_t *told_feedback_area;
	bool idle_is_full;
};

static void ask(const struct kcov_task *task, enum kcov_mode mode,
		struct told *told)
{
	told->told_feedback_area = kcov_port_feedback_area(told->feedback);
	if (mode == KCOV_MODE_PC) {
		told->told_area = kcov_port_pc_area(task);
		told->told_limit = kcov_port_pc_limit(task, told->area);
		told->told_feedback = kcov_port_pc_feedback(task, told->area);
	} else {
		told->told_area = kcov_port_cmp_area(task);
		told->told_limit = kcov_port_cmp_limit(task, told->area);
		told->told_feedback = kcov_port_cmp_feedback(task, told->area);
	}
}

static bool idle_is_full(const struct kcov_task *task, enum kcov_mode mode)
{
	uintptr_t *pcs = kcov_port_pc_area(task);
	uint64_t *cmps = kcov_port_cmp_area(task);

	return mode == KCOV_MODE_PC ? *pcs >= kcov_port_pc_limit(task, pcs) :
				      *cmps >= kcov_port_cmp_limit(task, cmps);
}

/* No context is the task's: only the slots are what they are in a session. */
static struct told told_of(struct kcov_bench *bench, enum kcov_mode mode)
{
	struct kcov_device *device = bench->device;
	struct told told = { .room = kcov_area_limit(mode,
						     KCOV_SELFTEST_WORDS) };
	unsigned long flags = kcov_port_device_lock(device);

	told.area = kcov_port_area_map(device, mode, told.room);
	kcov_port_bound(device);
	told.feedback = kcov_port_area_feedback(device);
	told.feedback->area = told.area;
	kcov_task_arm(bench->task, mode, told.area, told.room, told.feedback,
		      KCOV_CONTEXT_NONE);
	ask(bench->task, mode, &told);
	kcov_task_disarm(bench->task);
	told.idle_is_full = idle_is_full(bench->task, mode);
	kcov_port_unbound(device);
	kcov_port_device_unlock(device, flags);
	return told;
}

static const char *check_area(const struct told *told)
{
	if (told->told_area != told->area)
		return "it is not the area of the task that collects";
	return told->idle_is_full ? NULL : "an idle slot has room for a record";
}

static const char *check_limit(const struct told *told)
{
	return told->told_limit == told->room ? NULL : "it is not what fits";
}

static const char *check_feedback(const struct told *told)
{
	return told->told_feedback == told->feedback ?
		       NULL :
		       "it is not what stands beside the area";
}

KCOV_CHECK(pc_area)
{
	struct told told = told_of(bench, KCOV_MODE_PC);

	return check_area(&told);
}

KCOV_CHECK(pc_limit)
{
	struct told told = told_of(bench, KCOV_MODE_PC);

	return check_limit(&told);
}

KCOV_CHECK(pc_feedback)
{
	struct told told = told_of(bench, KCOV_MODE_PC);

	return check_feedback(&told);
}

KCOV_CHECK(feedback_area)
{
	struct told told = told_of(bench, KCOV_MODE_PC);

	return told.told_feedback_area == told.area ? NULL :
						      "it is not the area";
}

KCOV_CHECK(cmp_area)
{
	struct told told = told_of(bench, KCOV_MODE_CMP);

	return check_area(&told);
}

KCOV_CHECK(cmp_limit)
{
	struct told told = told_of(bench, KCOV_MODE_CMP);

	return check_limit(&told);
}

KCOV_CHECK(cmp_feedback)
{
	struct told told = told_of(bench, KCOV_MODE_CMP);

	return check_feedback(&told);
}

static void call(void *data)
{
	(void)data;
	__sanitizer_cov_trace_pc();
}

static uintptr_t count_of(struct kcov_device *device)
{
	unsigned long flags = kcov_port_device_lock(device);
	uintptr_t count = kcov_port_area_load(device, 0);

	kcov_port_device_unlock(device, flags);
	return count;
}

/* With a session as clients have it: the task is recorded, an interrupt not. */
KCOV_CHECK(in_context)
{
	struct kcov_device *device = bench->device;
	uintptr_t before, own, after;
	bool yes;

	if (kcov_device_enable(device, bench->task, KCOV_TRACE_PC))
		return "a device cannot be enabled";
	before = count_of(device);
	yes = kcov_port_in_context(bench->task);
	__sanitizer_cov_trace_pc();
	own = count_of(device) - before;
	if (bench->host->interrupt)
		bench->host->interrupt(call, NULL);
	after = count_of(device) - before;
	if (kcov_device_disable(device, bench->task))
		return "a device cannot be disabled";
	if (!yes || own != 1)
		return "a task that collects is not recorded";
	return after == own ? NULL : "an interrupt is recorded for a task";
}
