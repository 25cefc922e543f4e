/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
#ifndef KCOV_CORE_REMOTE_ENABLE_H
#define KCOV_CORE_REMOTE_ENABLE_H

#include "core/device.h"

/*
 * REMOTE_ENABLE for the calling task; `argument` is the client's pointer. May
 * sleep. A failure leaves everything as it was.
 */
int kcov_remote_enable(struct kcov_device *device, struct kcov_task *task,
		       uintptr_t argument);

/* What KCOV_QUERY says of it. */
extern const uint64_t kcov_remote_features;

#endif /* KCOV_CORE_REMOTE_ENABLE_H */
