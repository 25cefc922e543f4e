/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The arguments of system calls as C would write them. What the kernel reads is
 * looked at before the call, what it writes behind it; memory of the command is
 * untrusted and may not be there.
 */
#ifndef KCOV_TOOL_DECODE_H
#define KCOV_TOOL_DECODE_H

#include <stdbool.h>

#include "tool/collect/calls.h"

#define MOST_ARGUMENTS 6

/*
 * What each system call takes, one word an argument; NULL if that is not
 * known. The words are the names of kinds in decode.c.
 */
const char *signature_of(const char *call);

/* Before the call; into its text. `most`: bytes shown of a string. */
void decode_enter(struct call *call, size_t most);
/*
 * Behind the call: how many arguments, and their texts, which are in the call's
 * text until the next one.
 */
int decode_leave(struct call *call, size_t most,
		 const char *arguments[MOST_ARGUMENTS]);

/* "-1 ENOENT (No such file or directory)", "0x7f1200000000", "?", ... */
void decode_result(const struct call *call, struct text *text);
/* "ENOENT", or NULL if the call did not fail; static memory. */
const char *call_error(const struct call *call);

#endif /* KCOV_TOOL_DECODE_H */
