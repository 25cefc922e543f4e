/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* OUT/index.html: a campaign at a glance; opens from the disk. */
#ifndef KCOV_TOOL_PAGE_H
#define KCOV_TOOL_PAGE_H

#include "tool/fuzz/campaign.h"

/* False after an error was reported. */
bool page_write(const struct campaign *campaign);

#endif /* KCOV_TOOL_PAGE_H */
