/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
#ifndef KCOV_CORE_IOCTL_H
#define KCOV_CORE_IOCTL_H

#include "core/port.h"

/* Serves an ioctl for the calling task; 0 or -errno. May sleep. */
long kcov_ioctl(struct kcov_device *device, struct kcov_task *task,
		unsigned int command, uintptr_t argument);

#endif /* KCOV_CORE_IOCTL_H */
