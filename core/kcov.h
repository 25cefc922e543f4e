/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What a port calls: the core's public face beside core/device.h.
 */
#ifndef KCOV_CORE_KCOV_H
#define KCOV_CORE_KCOV_H

#include "core/port.h"

/* ENABLE without comparison support. Not a user errno, but what Linux says. */
#define KCOV_ENOTSUPP 524

/* Serves an ioctl for the calling task; 0 or -errno. May sleep. */
long kcov_ioctl(struct kcov_device *device, struct kcov_task *task,
		unsigned int command, uintptr_t argument);

/*
 * A stretch of code that the calling task runs on behalf of a handle begins or
 * ends. Task context (start may sleep there) or soft interrupt.
 */
void kcov_section_start(struct kcov_task *task, uint64_t handle);
void kcov_section_stop(struct kcov_task *task);
/*
 * Makes areas of so many words for sections in soft interrupts, which cannot
 * allocate. Once, at start-up. 0 or -ENOMEM, then there are fewer.
 */
int kcov_interrupts_prepare(unsigned int areas, size_t words);

/*
 * For a host that was copied with all its memory, as a fork does: the sessions
 * belong to the original. Registry lock held.
 */
void kcov_sessions_forget_locked(void);

/* A task was created: nothing enabled, only the common handle is inherited. */
void kcov_task_created(struct kcov_task *task, const struct kcov_task *creator);
/* The calling task exits; what it enabled is disabled. */
void kcov_task_exited(struct kcov_task *task);

#endif /* KCOV_CORE_KCOV_H */
