/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Between the files of coverage.h only. */
#ifndef KCOV_TOOL_IDENTITY_H
#define KCOV_TOOL_IDENTITY_H

#include "tool/coverage/coverage.h"

/*
 * Turns the strings and frames of points into files and functions, which are
 * made, and names the files.
 */
void coverage_identify(struct coverage *coverage);

#endif /* KCOV_TOOL_IDENTITY_H */
