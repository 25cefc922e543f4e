// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The life of a device: from open to the last put. Called by ioctl.c and by
 * ports, in task context, without locks. A call that fails leaves every bit of
 * state as it was.
 */
#include "core/device.h"

#include <uapi/linux/kcov.h>

#include "core/buffer.h"
#include "core/kcov.h"
#include "core/section.h"
#include "core/task.h"

void kcov_device_init(struct kcov_device *device)
{
	kcov_port_lock_init(&device->lock);
	kcov_port_ref_init(&device->refs);
	device->state = KCOV_STATE_NEW;
	device->epoch = 0;
	device->words = 0;
}

void kcov_device_put(struct kcov_device *device)
{
	if (!kcov_port_ref_put(&device->refs))
		return;
	if (device->state != KCOV_STATE_NEW)
		kcov_port_area_free(device, &device->area);
	kcov_port_device_free(device);
}

int kcov_device_set_size(struct kcov_device *device, uintptr_t words)
{
	struct kcov_port_area area;
	unsigned long flags;
	int err;

	if (words < KCOV_MIN_WORDS || words > KCOV_MAX_WORDS)
		return -EINVAL;
	/* The allocation sleeps, so it comes before the lock and the check. */
	err = kcov_port_area_alloc(device, words, &area);
	if (err)
		return err;
	flags = kcov_port_device_lock(device);
	if (device->state == KCOV_STATE_NEW) {
		device->words = words;
		device->area = area;
		device->state = KCOV_STATE_INIT;
	} else {
		err = -EBUSY;
	}
	kcov_port_device_unlock(device, flags);
	if (err)
		kcov_port_area_free(device, &area);
	return err;
}

int kcov_device_check_map(struct kcov_device *device, size_t bytes,
			  uint64_t offset)
{
	unsigned long flags = kcov_port_device_lock(device);
	/* 0 before INIT_TRACE, which no mapping is. */
	bool whole = bytes && bytes == device->words * sizeof(uintptr_t);

	kcov_port_device_unlock(device, flags);
	return whole && !offset ? 0 : -EINVAL;
}

static bool is_enabled(const struct kcov_device *device)
{
	return device->state == KCOV_STATE_LOCAL ||
	       device->state == KCOV_STATE_REMOTE;
}

/* The order is the ABI's. */
int kcov_device_check_enable_locked(struct kcov_device *device,
				    const struct kcov_task *task,
				    uintptr_t trace_mode)
{
	if (is_enabled(device) && kcov_port_abandoned(device))
		kcov_device_recover_locked(device);
	if (device->state != KCOV_STATE_INIT)
		return -EINVAL;
	/* A section takes the place of what the task would enable. */
	if (task->device || task->section)
		return -EBUSY;
	if (trace_mode != KCOV_TRACE_PC && trace_mode != KCOV_TRACE_CMP)
		return -EINVAL;
	if (trace_mode == KCOV_TRACE_CMP && !KCOV_PORT_HAS_CMP)
		return -KCOV_ENOTSUPP;
	return 0;
}

/* Binds an enabled device to the calling task and lets it collect. */
static int bind_locked(struct kcov_device *device, struct kcov_task *task,
		       enum kcov_mode mode)
{
	uint64_t limit = kcov_area_limit(mode, device->words);
	void *area = kcov_port_area_map(device, mode, limit);
	int err = area ? kcov_port_bound(device) : -ENOMEM;

	if (err)
		return err;
	device->state = KCOV_STATE_LOCAL;
	device->mode = mode;
	kcov_port_ref_get(&device->refs);
	task->device = device;
	kcov_task_arm(task, mode, area, limit, KCOV_CONTEXT_TASK);
	return 0;
}

int kcov_device_enable(struct kcov_device *device, struct kcov_task *task,
		       uintptr_t trace_mode)
{
	enum kcov_mode mode = trace_mode == KCOV_TRACE_PC ? KCOV_MODE_PC :
							    KCOV_MODE_CMP;
	unsigned long flags = kcov_port_device_lock(device);
	int err = kcov_device_check_enable_locked(device, task, trace_mode);

	if (!err)
		err = bind_locked(device, task, mode);
	kcov_port_device_unlock(device, flags);
	return err;
}

int kcov_device_adopt(struct kcov_device *device, struct kcov_task *task)
{
	unsigned long flags = kcov_port_device_lock(device);
	int err = -EINVAL;

	if (device->state == KCOV_STATE_LOCAL && !task->device) {
		err = bind_locked(device, task, device->mode);
		if (err)
			kcov_device_recover_locked(device);
	}
	kcov_port_device_unlock(device, flags);
	return err;
}

void kcov_device_recover_locked(struct kcov_device *device)
{
	device->epoch++;
	device->state = device->words ? KCOV_STATE_INIT : KCOV_STATE_NEW;
}

/* The task's session ends; it is bound to nothing afterwards. */
static void unbind(struct kcov_device *device, struct kcov_task *task)
{
	unsigned long flags = kcov_port_device_lock(device);
	struct kcov_session *session = task->session;

	if (session)
		kcov_session_end_locked(session);
	else
		kcov_section_withdraw_local(task);
	task->session = NULL;
	task->device = NULL;
	/* After a local session too, as Linux 6.12 does. */
	task->common_handle = 0;
	device->state = KCOV_STATE_INIT;
	device->epoch++;
	kcov_port_unbound(device);
	kcov_port_device_unlock(device, flags);
	if (session)
		kcov_session_release(session);
	kcov_device_put(device);
}

int kcov_device_disable(struct kcov_device *device, struct kcov_task *task)
{
	if (task->device != device)
		return -EINVAL;
	unbind(device, task);
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
		unbind(task->device, task);
}
