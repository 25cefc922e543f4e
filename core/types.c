// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* What idle slots point at. Read-only: a limit of 0 admits no store. */
#include <kcov_port_types.h>

#include "core/types.h"

const uint64_t kcov_idle_area[3] = { 0, 0, 1 };
