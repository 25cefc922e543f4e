/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* What the files of the Linux port tell each other. */
#ifndef KCOV_LINUX_H
#define KCOV_LINUX_H

#include "core/device.h"

/* A device whose file reference the caller owns, or NULL. */
struct kcov_device *linux_device_alloc(void);

#endif /* KCOV_LINUX_H */
