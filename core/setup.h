/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
#ifndef KCOV_CORE_SETUP_H
#define KCOV_CORE_SETUP_H

#include "core/device.h"

/*
 * KCOV_SETUP by any holder; `argument` is the client's pointer. May sleep. 0,
 * -EFAULT, -E2BIG, -EINVAL or -EBUSY; a failure leaves everything as it was.
 */
int kcov_device_setup(struct kcov_device *device, uintptr_t argument);
/* KCOV_RESET_TRACE by any holder. 0 or -EINVAL. */
int kcov_device_reset(struct kcov_device *device, uintptr_t argument);

#endif /* KCOV_CORE_SETUP_H */
