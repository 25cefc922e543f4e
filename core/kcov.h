/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What a port calls, in one include.
 */
#ifndef KCOV_CORE_KCOV_H
#define KCOV_CORE_KCOV_H

#include "core/device.h"
#include "core/enable.h"
#include "core/ioctl.h"
#include "core/proxy.h"
#include "core/registry.h"
#include "core/scratch.h"
#include "core/section.h"
#include "core/session.h"

#endif /* KCOV_CORE_KCOV_H */
