// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A remote section from start to stop. Called by annotated code in task context
 * and in soft interrupts; anywhere else, and for handles nobody listens to,
 * nothing happens but that stops find their starts.
 */
#include "core/section.h"

#include "core/append.h"
#include "core/buffer.h"
#include "core/frames.h"
#include "core/handle.h"
#include "core/kcov.h"
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

/* Takes part in the session; *area is NULL if one must be allocated. */
static struct kcov_session *join(uint64_t handle, bool in_interrupt,
				 struct kcov_section **area)
{
	unsigned long flags = kcov_port_registry_lock();
	struct kcov_session *session = kcov_registry_find_locked(handle);

	*area = NULL;
	if (session) {
		*area = in_interrupt ? kcov_scratch_take_interrupt_locked() :
				       kcov_scratch_take_locked(session);
		if (!*area &&
		    (in_interrupt || !kcov_scratch_reserve_locked(session)))
			session = NULL;
	}
	if (session)
		session->running++;
	kcov_port_registry_unlock(flags);
	return session;
}

/* Frees the session after its last section; no lock held, any context. */
static void free_session(struct kcov_session *session)
{
	kcov_device_put(session->device);
	kcov_port_free(session, session->bytes);
}

/* `area` is NULL if none could be allocated for what was reserved. */
static void part(struct kcov_session *session, struct kcov_section *area)
{
	unsigned long flags = kcov_port_registry_lock();
	struct kcov_section *surplus = NULL;
	bool last;

	if (area)
		surplus = kcov_scratch_put_locked(session, area);
	else
		kcov_scratch_unreserve_locked(session);
	session->running--;
	last = session->ended && !session->running;
	kcov_port_registry_unlock(flags);
	kcov_scratch_free(surplus);
	if (last)
		free_session(session);
}

void kcov_session_drop(struct kcov_session *session)
{
	unsigned long flags = kcov_port_registry_lock();
	bool last = !--session->running && session->ended;

	kcov_port_registry_unlock(flags);
	if (last)
		free_session(session);
}

void kcov_session_end_locked(struct kcov_session *session)
{
	unsigned long flags = kcov_port_registry_lock();

	kcov_port_withdraw(session);
	kcov_registry_remove_locked(session);
	session->ended = true;
	/* Holds it until kcov_session_release(). */
	session->running++;
	kcov_port_registry_unlock(flags);
}

void kcov_session_release(struct kcov_session *session)
{
	unsigned long flags = kcov_port_registry_lock();
	struct kcov_section *idle = kcov_scratch_drain_locked(session);

	kcov_port_registry_unlock(flags);
	kcov_scratch_free(idle);
	kcov_session_drop(session);
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
			part(session, NULL);
			return NULL;
		}
		section->words = session->section_words;
		section->for_interrupts = false;
	}
	section->session = session;
	return section;
}

/*
 * From here the task collects for the section. What it collected before is put
 * aside in one piece: an interrupt that starts a section of its own finds
 * either the one or the other.
 */
static void enter(struct kcov_task *task, struct kcov_section *section,
		  uint32_t context)
{
	enum kcov_mode mode = section->session->mode;
	uint64_t limit = kcov_area_limit(mode, section->words);
	unsigned long flags;

	kcov_port_section_ready(section, mode, limit);
	flags = kcov_port_irq_save();
	section->pc = task->pc;
	section->cmp = task->cmp;
	section->context = task->context;
	section->outer = task->section;
	kcov_task_disarm(task);
	task->section = section;
	kcov_task_arm(task, mode, section->area, limit, context);
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

bool kcov_session_lasts_locked(const struct kcov_session *session)
{
	const struct kcov_device *device = session->device;

	return device->state == KCOV_STATE_REMOTE &&
	       device->epoch == session->epoch;
}

/* To the session it started in, or to nobody if that is over. */
static void deliver(const struct kcov_section *section)
{
	const struct kcov_session *session = section->session;
	struct kcov_device *device = session->device;
	unsigned long flags = kcov_port_device_lock(device);

	if (kcov_session_lasts_locked(session))
		kcov_area_append(session->mode, session->area, session->limit,
				 section->area,
				 kcov_area_limit(session->mode,
						 section->words));
	kcov_port_device_unlock(device, flags);
}

void kcov_section_start(struct kcov_task *task, uint64_t handle)
{
	uint32_t context = kcov_port_context();
	struct kcov_frames *frames = frames_of(task, context);
	struct kcov_section *section = NULL;

	if (!frames)
		return;
	kcov_port_bug(!kcov_handle_is_valid(handle));
	if (kcov_frames_may_live(frames) && may_nest(task))
		section = open_section(handle, context);
	kcov_frames_push(frames, section);
	if (section)
		enter(task, section, context);
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
	outermost->pc.limit = 0;
	outermost->pc.area = (uintptr_t *)&kcov_idle_area[2];
	outermost->cmp.limit = 0;
	outermost->cmp.area = (uint64_t *)&kcov_idle_area[2];
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
