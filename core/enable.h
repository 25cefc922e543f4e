/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A device and the task that it is enabled for. The calling task, task context,
 * no lock held where the name does not say so.
 */
#ifndef KCOV_CORE_ENABLE_H
#define KCOV_CORE_ENABLE_H

#include "core/device.h"

/* ENABLE without comparison support. Not a user errno, but what Linux says. */
#define KCOV_ENOTSUPP 524

/* ENABLE for the calling task. 0, -EINVAL, -EBUSY, -KCOV_ENOTSUPP, -ENOMEM. */
int kcov_device_enable(struct kcov_device *device, struct kcov_task *task,
		       uintptr_t trace_mode);
/*
 * The checks with which both kinds of enabling begin. Returns 0, or the errno of
 * the call. `taken`: the task already has a session of the kind that is wanted.
 */
int kcov_device_check_enable_locked(struct kcov_device *device, bool taken,
				    uintptr_t trace_mode);
/* Has the task enabled it, for itself or as remote owner? */
bool kcov_device_is_of(const struct kcov_device *device,
		       const struct kcov_task *task);
/* DISABLE by the calling task. 0 or -EINVAL. */
int kcov_device_disable(struct kcov_device *device, struct kcov_task *task);
/*
 * The calling task goes on with the session it had before the host replaced its
 * program, on hosts where that loses the binding. Returns 0; or -errno, and
 * then the session is over.
 */
int kcov_device_adopt(struct kcov_device *device, struct kcov_task *task);

/* A task was created: nothing enabled, only the common handle is inherited. */
void kcov_task_created(struct kcov_task *task, const struct kcov_task *creator);
/* The calling task exits; what it enabled is disabled. */
void kcov_task_exited(struct kcov_task *task);

#endif /* KCOV_CORE_ENABLE_H */
