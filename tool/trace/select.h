/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Which system calls are shown: strace's -e trace=SET, -Z and -z. */
#ifndef KCOV_TOOL_SELECT_H
#define KCOV_TOOL_SELECT_H

#include <stdbool.h>

#include "tool/collect/calls.h"

#define SELECT_NUMBERS 1024

struct selection {
	bool given;
	bool inverted;
	bool named[SELECT_NUMBERS];
	bool only_failed;
	bool only_good;
};

/*
 * "trace=SET" or "SET": names, %classes and /regular expressions with commas,
 * "!" before all of them. False: `why` says what is wrong with it.
 */
bool selection_parse(struct selection *selection, const char *set,
		     struct text *why);

/* Before the call, and behind it. */
bool selection_wants(const struct selection *selection, long number);
bool selection_shows(const struct selection *selection,
		     const struct call *call);

#endif /* KCOV_TOOL_SELECT_H */
