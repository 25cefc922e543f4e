/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Inputs to begin with, for each target. */
#ifndef KCOV_TOOL_SEEDS_H
#define KCOV_TOOL_SEEDS_H

#include <stdbool.h>

/* Into a folder that is there; false after an error was reported. */
bool seeds_make(const char *target, const char *folder);

#endif /* KCOV_TOOL_SEEDS_H */
