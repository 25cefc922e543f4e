// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Order `arm`: an interrupt at any instruction of arming, disarming, or of the
 * way into and out of a section that finds the task armed finds the whole slot.
 * The processor stops after every instruction, which is what looks. Order
 * `append`, as far as one processor shows it: no count covers what is not
 * there. kills: a context that is stored before its slot, or cleared after it;
 * a count that is stored before the records.
 */
#include "core/append.h"
#include "core/buffer.h"
#include "core/task.h"
#include "tests/core/fixture.h"
#include "tests/core/stepping.h"

static struct kcov_task task;
static uintptr_t area[8];
static uint64_t cmp_area[16];

static unsigned long steps;
static unsigned long torn;
static bool (*whole)(void);

static void look(int signal)
{
	(void)signal;
	steps++;
	torn += task.context != KCOV_CONTEXT_NONE && !whole();
}

static bool pc_is_armed(void)
{
	return task.pc.area == area && task.pc.limit == 7;
}

static struct kcov_feedback feedback;

static bool cmp_is_armed(void)
{
	return task.cmp.area == cmp_area && task.cmp.limit == 3;
}

__attribute__((noinline)) static void arm(enum kcov_mode mode)
{
	void *to = mode == KCOV_MODE_PC ? (void *)area : (void *)cmp_area;

	kcov_task_arm(&task, mode, to, mode == KCOV_MODE_PC ? 7 : 3,
		      &feedback, KCOV_CONTEXT_TASK);
}

__attribute__((noinline)) static void disarm(void)
{
	kcov_task_disarm(&task);
}

static void try_mode(enum kcov_mode mode, const char *name)
{
	steps = torn = 0;
	whole = mode == KCOV_MODE_PC ? pc_is_armed : cmp_is_armed;
	new_task(&task);
	STEP_ON();
	arm(mode);
	STEP_OFF();
	tap_ok(!torn && steps > 1 && task.context == KCOV_CONTEXT_TASK,
	       "%s: armed with the whole slot, seen at %lu instructions", name,
	       steps);
	steps = torn = 0;
	STEP_ON();
	disarm();
	STEP_OFF();
	tap_ok(!torn && steps > 1 && !task.pc.limit && !task.cmp.limit &&
		       task.pc.area == (void *)&kcov_idle_area[2] &&
		       task.cmp.area == (void *)&kcov_idle_area[2],
	       "%s: disarmed before the slot is idle", name);
}

/* Armed for itself or for the section, with what belongs to it. */
static void *own_area;

static bool pcs_for_one_or_the_other(void)
{
	if (task.pc.area == own_area)
		return task.pc.limit == 63;
	return task.section && task.pc.area == task.section->area &&
	       task.pc.limit == 31;
}

static bool comparisons_for_one_or_the_other(void)
{
	if (task.cmp.area == own_area)
		return task.cmp.limit == kcov_area_limit(KCOV_MODE_CMP, 64);
	return task.section && (void *)task.cmp.area == task.section->area &&
	       task.cmp.limit == kcov_area_limit(KCOV_MODE_CMP, 32);
}

static void sections(uint32_t mode, const char *name)
{
	struct kcov_device *device = sized_device(64);
	struct kcov_device *local = sized_device(64);
	struct kcov_task owner;
	union remote remote;

	new_task(&owner);
	ask(&remote, 32, 0, 7);
	remote.arg.trace_mode = mode;
	remote_enable(device, &remote);
	new_task(&task);
	enable(local, mode);
	own_area = local->area.memory;
	steps = torn = 0;
	whole = mode == KCOV_TRACE_PC ? pcs_for_one_or_the_other :
					comparisons_for_one_or_the_other;
	STEP_ON();
	kcov_section_start(&task, 7);
	kcov_section_stop(&task);
	STEP_OFF();
	tap_ok(!torn && steps > 1 && whole() && !task.section,
	       "%s: a task collects for itself or for the section, seen at "
	       "%lu instructions",
	       name, steps);
	disable(local);
	fake_current = &owner;
	disable(device);
	kcov_device_put(local);
	kcov_device_put(device);
}

enum { DELIVERED = 3 };

static uint64_t delivered[1 + 4 * DELIVERED];

static bool pcs_are_there(void)
{
	const uintptr_t *words = (const uintptr_t *)delivered;

	return !words[0] || (words[0] == DELIVERED && words[DELIVERED]);
}

static bool comparisons_are_there(void)
{
	return !delivered[0] ||
	       (delivered[0] == DELIVERED && delivered[4 * DELIVERED]);
}

static void deliveries(enum kcov_mode mode, const char *name)
{
	uint64_t section[1 + 4 * DELIVERED];

	memset(section, 0x11, sizeof(section));
	memset(delivered, 0, sizeof(delivered));
	new_task(&task);
	task.context = KCOV_CONTEXT_TASK;
	whole = mode == KCOV_MODE_PC ? pcs_are_there : comparisons_are_there;
	steps = torn = 0;
	STEP_ON();
	kcov_area_append(mode, delivered, DELIVERED, section, DELIVERED);
	STEP_OFF();
	tap_ok(!torn && steps > 1 && whole() && delivered[0],
	       "%s: delivered before they are counted, seen at %lu "
	       "instructions",
	       name, steps);
}

int main(void)
{
	at_every_instruction(look);
	try_mode(KCOV_MODE_PC, "PC");
	try_mode(KCOV_MODE_CMP, "CMP");
	sections(KCOV_TRACE_PC, "PC");
	sections(KCOV_TRACE_CMP, "CMP");
	deliveries(KCOV_MODE_PC, "PC");
	deliveries(KCOV_MODE_CMP, "CMP");
	tap_ok(nothing_left(0), "everything was given back");
	return tap_done();
}
