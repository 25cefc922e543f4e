// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Decodes an ioctl and makes the one call that serves it. Task context; all
 * that comes from user space is untrusted and checked before any lock.
 */
#include "core/ioctl.h"

#include <uapi/linux/kcov.h>
#include <uapi/linux/kcov_extended.h>

#include "core/device.h"
#include "core/enable.h"
#include "core/remote_enable.h"
#include "core/setup.h"
#include "core/told.h"

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
	case KCOV_RESET_TRACE:
		return kcov_device_reset(device, argument);
	case KCOV_QUERY:
		return kcov_device_query(device, argument);
	case KCOV_SETUP:
		return kcov_device_setup(device, argument);
	case KCOV_STAT:
		return kcov_device_stat(device, argument);
	default:
		return -ENOTTY;
	}
}
