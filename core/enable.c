// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A device and the task that it is enabled for: ENABLE, DISABLE, and what a task
 * inherits and leaves behind. Called by ioctl.c and by ports, in task context,
 * without locks. A call that fails leaves every bit of state as it was.
 */
#include "core/enable.h"

#include <uapi/linux/kcov.h>
#include <uapi/linux/kcov_extended.h>

#include "core/buffer.h"
#include "core/section.h"
#include "core/session.h"
#include "core/task.h"

/* The order of the checks is part of the ABI. */
int kcov_device_check_enable_locked(struct kcov_device *device, bool taken,
				    uintptr_t trace_mode)
{
	if (kcov_device_is_enabled(device) && kcov_port_abandoned(device))
		kcov_device_recover_locked(device);
	if (device->state != KCOV_STATE_INIT)
		return -EINVAL;
	if (taken)
		return -EBUSY;
	if (trace_mode != KCOV_TRACE_PC && trace_mode != KCOV_TRACE_CMP)
		return -EINVAL;
	if (trace_mode == KCOV_TRACE_CMP && !KCOV_PORT_HAS_CMP)
		return -KCOV_ENOTSUPP;
	return 0;
}

static bool is_plain(const struct kcov_choice *choice)
{
	return choice->feedback == KCOV_FEEDBACK_TRACE && !choice->cmp_words;
}

/* From the stores before the context word on, the task collects. */
static void arm(struct kcov_task *task, enum kcov_mode mode, void *area,
		uint64_t limit, struct kcov_feedback *feedback)
{
	if (feedback->cmp_count)
		kcov_task_set_cmp(task, &feedback->cmp_count,
				  feedback->cmp_limit, feedback);
	if (feedback->pc_count)
		kcov_task_arm_pc(task, &feedback->pc_count, feedback->pc_count,
				 feedback, KCOV_CONTEXT_TASK);
	else
		kcov_task_arm(task, mode, area, limit, feedback,
			      KCOV_CONTEXT_TASK);
}

/*
 * What stands beside the area, as the choice says, and the limit of a plain
 * slot. Others may write the choice and the size at any moment: here are copies.
 */
static struct kcov_feedback *begin_locked(struct kcov_device *device,
					  enum kcov_mode mode, void *area,
					  size_t words, struct kcov_seen *set,
					  uint64_t *limit)
{
	struct kcov_feedback *feedback = kcov_port_area_feedback(device);
	const struct kcov_choice choice = device->choice;

	if (is_plain(&choice)) {
		kcov_feedback_trace(feedback, &device->counters.full);
		return feedback;
	}
	if (mode != KCOV_MODE_PC || choice.set_bits != set->bits ||
	    !kcov_choice_fits(&choice, words))
		return NULL;
	*limit = kcov_choice_limit(&choice, words);
	kcov_feedback_begin(feedback, &choice, area, words, set,
			    &device->counters);
	/* No slot points at an area that is no plain one. */
	kcov_port_area_limit(device, feedback->pc_count ? 0 : *limit);
	return feedback;
}

/* Binds an enabled device to the calling task and lets it collect. */
static int bind_locked(struct kcov_device *device, struct kcov_task *task,
		       enum kcov_mode mode, struct kcov_seen *set)
{
	const size_t words = kcov_load_size(&device->words);
	uint64_t limit = kcov_area_limit(mode, words);
	void *area = kcov_port_area_map(device, mode, limit);
	struct kcov_feedback *feedback;
	int err = area ? kcov_port_bound(device) : -ENOMEM;

	if (err)
		return err;
	feedback = begin_locked(device, mode, area, words, set, &limit);
	if (!feedback) {
		kcov_port_unbound(device);
		return -EINVAL;
	}
	device->state = KCOV_STATE_LOCAL;
	device->mode = mode;
	kcov_port_ref_get(&device->refs);
	task->device = device;
	arm(task, mode, area, limit, feedback);
	return 0;
}

int kcov_device_enable(struct kcov_device *device, struct kcov_task *task,
		       uintptr_t trace_mode)
{
	enum kcov_mode mode = trace_mode == KCOV_TRACE_PC ? KCOV_MODE_PC :
							    KCOV_MODE_CMP;
	/* Inside a section, the slots of the task are the section's. */
	bool taken = task->device || task->section;
	struct kcov_seen set;
	int no_set = kcov_seen_alloc(&set, &device->choice);
	unsigned long flags = kcov_port_device_lock(device);
	int err = kcov_device_check_enable_locked(device, taken, trace_mode);

	if (!err)
		err = no_set;
	if (!err)
		err = bind_locked(device, task, mode, &set);
	kcov_port_device_unlock(device, flags);
	kcov_seen_free(&set);
	return err;
}

int kcov_device_adopt(struct kcov_device *device, struct kcov_task *task)
{
	struct kcov_seen set;
	int no_set = kcov_seen_alloc(&set, &device->choice);
	unsigned long flags = kcov_port_device_lock(device);
	int err = -EINVAL;

	if (device->state == KCOV_STATE_LOCAL && !task->device) {
		err = no_set ? no_set :
			       bind_locked(device, task, device->mode, &set);
		if (err)
			kcov_device_recover_locked(device);
	}
	kcov_port_device_unlock(device, flags);
	kcov_seen_free(&set);
	return err;
}

/* The task does not use the device any more. */
static void free_locked(struct kcov_device *device)
{
	device->state = KCOV_STATE_INIT;
	device->epoch++;
	kcov_port_unbound(device);
}

/* A common handle that was inherited stays: it names the creator's session. */
static void end_local(struct kcov_task *task)
{
	struct kcov_device *device = task->device;
	unsigned long flags = kcov_port_device_lock(device);
	struct kcov_seen set;

	kcov_section_withdraw_local(task);
	task->device = NULL;
	kcov_feedback_end(kcov_port_area_feedback(device), &set);
	free_locked(device);
	kcov_port_device_unlock(device, flags);
	kcov_seen_free(&set);
	kcov_device_put(device);
}

static void end_remote(struct kcov_task *task)
{
	struct kcov_session *session = task->session;
	struct kcov_device *device = session->device;
	unsigned long flags = kcov_port_device_lock(device);

	kcov_session_end_locked(session);
	task->session = NULL;
	task->common_handle = 0;
	free_locked(device);
	kcov_port_device_unlock(device, flags);
	kcov_session_release(session);
	kcov_device_put(device);
}

static bool is_remote_of(const struct kcov_device *device,
			 const struct kcov_task *task)
{
	return task->session && task->session->device == device;
}

bool kcov_device_is_of(const struct kcov_device *device,
		       const struct kcov_task *task)
{
	return task->device == device || is_remote_of(device, task);
}

int kcov_device_disable(struct kcov_device *device, struct kcov_task *task)
{
	if (task->device == device)
		end_local(task);
	else if (is_remote_of(device, task))
		end_remote(task);
	else
		return -EINVAL;
	return 0;
}

void kcov_task_created(struct kcov_task *task, const struct kcov_task *creator)
{
	/* The host may have copied the creator's block: start from nothing. */
	uint64_t common_handle = creator->common_handle;

	*task = (struct kcov_task)KCOV_TASK_IDLE;
	task->common_handle = common_handle;
}

void kcov_task_exited(struct kcov_task *task)
{
	kcov_section_abandon_all(task);
	if (task->device)
		end_local(task);
	if (task->session)
		end_remote(task);
}
