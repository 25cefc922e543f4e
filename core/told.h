/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
#ifndef KCOV_CORE_TOLD_H
#define KCOV_CORE_TOLD_H

#include "core/device.h"

/*
 * KCOV_QUERY and KCOV_STAT by any holder; `argument` is the client's pointer.
 * May sleep. Nothing changes but the high-water mark. 0, -EFAULT, -E2BIG or
 * -EINVAL.
 */
int kcov_device_query(struct kcov_device *device, uintptr_t argument);
int kcov_device_stat(struct kcov_device *device, uintptr_t argument);
/* Raises the high-water mark to what the area holds now. Device lock held. */
void kcov_counters_note_locked(struct kcov_device *device);

#endif /* KCOV_CORE_TOLD_H */
