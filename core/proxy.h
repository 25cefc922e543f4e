/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
#ifndef KCOV_CORE_PROXY_H
#define KCOV_CORE_PROXY_H

#include "core/remote.h"

/*
 * For hosts whose devices are shared by processes with a registry each:
 * sections of this process for a session of another. The device is the other's
 * as far as it is mapped here; the session must be that of this epoch. 0 or
 * -errno, then the device is as it was. The proxy ends by kcov_session_reap()
 * once the session is over. No lock held.
 */
int kcov_proxy_open(struct kcov_device *device, uint64_t handle, uint32_t epoch,
		    size_t section_words);

#endif /* KCOV_CORE_PROXY_H */
