// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A remote section from start to stop. Called by annotated code in task context
 * and in soft interrupts; anywhere else, and for handles nobody listens to,
 * nothing happens but that stops find their starts.
 */
#include "core/section.h"

#include <uapi/linux/kcov_extended.h>

#include "core/append.h"
#include "core/buffer.h"
#include "core/delivery.h"
#include "core/frames.h"
#include "core/handle.h"
#include "core/registry.h"
#include "core/scratch.h"
#include "core/session.h"
#include "core/task.h"

/* NULL where sections do not exist: hard interrupts, NMIs. */
static struct kcov_frames *frames_of(struct kcov_task *task, uint32_t context)
{
	if (context == KCOV_CONTEXT_TASK)
		return &task->task_frames;
	if (context == KCOV_CONTEXT_INTERRUPT)
		return &task->interrupt_frames;
	return NULL;
}

static bool may_nest(const struct kcov_task *task)
{
	const struct kcov_section *section;
	int depth = 0;

	for (section = task->section; section; section = section->outer)
		depth++;
	return depth < KCOV_MAX_NESTING;
}

/* Somebody listens to the handle, held, but the section collects nothing. */
static void count_missed(struct kcov_session *session, bool too_deep)
{
	struct kcov_device *device = session->device;
	unsigned long flags = kcov_port_device_lock(device);

	if (too_deep)
		device->counters.too_deep++;
	else
		device->counters.no_area++;
	kcov_port_device_unlock(device, flags);
}

static void count_too_deep(uint64_t handle)
{
	struct kcov_session *session = kcov_session_hold(handle);

	if (!session)
		return;
	count_missed(session, true);
	kcov_session_drop(session);
}

/*
 * The session that listens to the handle, with a hold; or NULL. *area is a
 * private area for it, NULL if the caller has to allocate one.
 */
static struct kcov_session *join(uint64_t handle, bool in_interrupt,
				 struct kcov_section **area)
{
	unsigned long flags = kcov_port_registry_lock();
	struct kcov_session *session = kcov_registry_find_locked(handle);
	bool has_area = true;

	*area = NULL;
	if (session) {
		*area = in_interrupt ? kcov_scratch_take_interrupt_locked() :
				       kcov_scratch_take_locked(session);
		has_area = *area || (!in_interrupt &&
				     kcov_scratch_reserve_locked(session));
		session->running++;
	}
	kcov_port_registry_unlock(flags);
	if (has_area)
		return session;
	kcov_port_no_area(handle);
	count_missed(session, false);
	kcov_session_drop(session);
	return NULL;
}

/*
 * Gives back the hold and the private area. `area` is NULL if the area that was
 * reserved could not be allocated.
 */
static void part(struct kcov_session *session, struct kcov_section *area)
{
	unsigned long flags = kcov_port_registry_lock();
	struct kcov_section *surplus = NULL;
	bool last;

	if (area)
		surplus = kcov_scratch_put_locked(session, area);
	else
		kcov_scratch_unreserve_locked(session);
	last = kcov_session_drop_locked(session);
	kcov_port_registry_unlock(flags);
	kcov_scratch_free(surplus);
	if (last)
		kcov_session_free(session);
}

static struct kcov_section *open_section(uint64_t handle, uint32_t context)
{
	struct kcov_section *section;
	struct kcov_session *session =
		join(handle, context == KCOV_CONTEXT_INTERRUPT, &section);

	if (!session)
		return NULL;
	if (!section) {
		section = kcov_port_section_alloc(session->section_words);
		if (!section) {
			kcov_port_no_area(handle);
			count_missed(session, false);
			part(session, NULL);
			return NULL;
		}
		section->words = session->section_words;
		section->for_interrupts = false;
	}
	section->session = session;
	section->resets =
		*(const volatile uint32_t *)&session->device->counters.resets;
	return section;
}

/*
 * From here the task collects for the section. What it collected before is put
 * aside in one piece: an interrupt that starts a section of its own finds
 * either the task's slots or the section's.
 */
static void enter(struct kcov_task *task, struct kcov_section *section,
		  uint32_t context)
{
	enum kcov_mode mode = section->session->mode;
	uint64_t limit = kcov_area_limit(mode, section->words);
	unsigned long flags;

	section->lost = 0;
	kcov_feedback_trace(section->feedback, &section->lost);
	kcov_port_section_ready(section, mode, limit);
	flags = kcov_port_irq_save();
	section->pc = task->pc;
	section->cmp = task->cmp;
	section->context = task->context;
	section->outer = task->section;
	kcov_task_disarm(task);
	task->section = section;
	kcov_task_arm(task, mode, section->area, limit, section->feedback,
		      context);
	kcov_port_irq_restore(flags);
}

static struct kcov_section *leave(struct kcov_task *task)
{
	struct kcov_section *section = task->section;
	unsigned long flags = kcov_port_irq_save();

	kcov_task_disarm(task);
	task->section = section->outer;
	task->pc = section->pc;
	task->cmp = section->cmp;
	kcov_irq_fence();
	kcov_task_set_context(task, section->context);
	kcov_port_irq_restore(flags);
	return section;
}

/* A reset came in between, on a device that wants to know. */
static bool is_stale_locked(const struct kcov_section *section)
{
	const struct kcov_device *device = section->session->device;

	return device->choice.flags & KCOV_SETUP_FRESH &&
	       device->counters.resets != section->resets;
}

/* Returns how many records found no room. */
static uint64_t append_locked(const struct kcov_section *section)
{
	const struct kcov_session *session = section->session;

	return kcov_area_append(session->mode, session->area, session->limit,
				section->area,
				kcov_area_limit(session->mode, section->words));
}

/* The next piece, unless the session is over by now. True: there is another. */
static bool deliver_locked(struct kcov_section *section,
			   struct kcov_delivery *delivery)
{
	struct kcov_session *session = section->session;
	struct kcov_counters *counters = &session->device->counters;

	if (!kcov_session_lasts_locked(session) || is_stale_locked(section)) {
		counters->stale++;
		return false;
	}
	counters->section += section->lost;
	section->lost = 0;
	if (session->choice.feedback == KCOV_FEEDBACK_TRACE) {
		counters->delivery += append_locked(section);
		return false;
	}
	counters->delivery += kcov_delivery_go_on_locked(session, delivery);
	return delivery->left;
}

static void deliver(struct kcov_section *section)
{
	struct kcov_device *device = section->session->device;
	struct kcov_delivery delivery = kcov_delivery_of(section);
	unsigned long flags;
	bool goes_on;

	do {
		flags = kcov_port_device_lock(device);
		goes_on = deliver_locked(section, &delivery);
		kcov_port_device_unlock(device, flags);
	} while (goes_on);
}

enum kcov_start kcov_section_start(struct kcov_task *task, uint64_t handle)
{
	uint32_t context = kcov_port_context();
	struct kcov_frames *frames = frames_of(task, context);
	struct kcov_section *section = NULL;
	bool may_collect;

	if (!frames)
		return KCOV_START_FOR_NOBODY;
	kcov_port_bug(!kcov_handle_is_valid(handle));
	may_collect = kcov_frames_may_live(frames) && may_nest(task);
	if (may_collect)
		section = open_section(handle, context);
	else
		count_too_deep(handle);
	kcov_frames_push(frames, section);
	if (!may_collect)
		return KCOV_START_TOO_DEEP;
	if (!section)
		return KCOV_START_FOR_NOBODY;
	enter(task, section, context);
	return KCOV_START_COLLECTS;
}

void kcov_section_stop(struct kcov_task *task)
{
	struct kcov_frames *frames = frames_of(task, kcov_port_context());
	struct kcov_section *section;

	if (!frames || !kcov_frames_pop(frames))
		return;
	section = leave(task);
	deliver(section);
	part(section->session, section);
}

void kcov_section_withdraw_local(struct kcov_task *task)
{
	struct kcov_section *outermost = task->section;

	if (!outermost) {
		kcov_task_disarm(task);
		return;
	}
	while (outermost->outer)
		outermost = outermost->outer;
	outermost->context = KCOV_CONTEXT_NONE;
	outermost->pc = (struct kcov_pc_slot)KCOV_PC_IDLE;
	outermost->cmp = (struct kcov_cmp_slot)KCOV_CMP_IDLE;
}

void kcov_section_abandon_all(struct kcov_task *task)
{
	struct kcov_section *section;

	while (task->section) {
		section = leave(task);
		part(section->session, section);
	}
	task->task_frames.depth = 0;
	task->task_frames.live = 0;
}
