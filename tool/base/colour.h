/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Colours on stdout: --color decides, then NO_COLOR (any value that is not
 * empty means none), then whether stdout is a terminal that is not "dumb".
 */
#ifndef KCOV_TOOL_COLOUR_H
#define KCOV_TOOL_COLOUR_H

#include <stdbool.h>

enum colour { PLAIN, GOOD, BAD, PARTLY, FAINT, STRONG };

/* False if `when` is not auto, always or never. */
bool colour_choose(const char *when);
/* The escape sequence, or "" when there are no colours. */
const char *colour(enum colour colour);

#endif /* KCOV_TOOL_COLOUR_H */
