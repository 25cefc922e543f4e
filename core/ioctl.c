// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Decodes an ioctl and makes the one call that serves it. Task context; all
 * that comes from user space is untrusted and checked before any lock.
 */
#include <uapi/linux/kcov.h>

#include "core/device.h"
#include "core/kcov.h"
#include "core/remote.h"

long kcov_ioctl(struct kcov_device *device, struct kcov_task *task,
		unsigned int command, uintptr_t argument)
{
	switch (command) {
	case KCOV_INIT_TRACE:
		return kcov_device_set_size(device, argument);
	case KCOV_ENABLE:
		return kcov_device_enable(device, task, argument);
	case KCOV_DISABLE:
		return argument ? -EINVAL : kcov_device_disable(device, task);
	case KCOV_REMOTE_ENABLE:
		return kcov_remote_enable(device, task, argument);
	default:
		return -ENOTTY;
	}
}
