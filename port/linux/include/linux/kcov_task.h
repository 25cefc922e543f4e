/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* What task_struct embeds, with nothing else in its wake. */
#ifndef _LINUX_KCOV_TASK_H
#define _LINUX_KCOV_TASK_H

#include <linux/types.h>

#include "../../kernel/kcov/core/types.h"

#endif /* _LINUX_KCOV_TASK_H */
