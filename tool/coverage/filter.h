/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Which places count; patterns of the shell, any of them. */
#ifndef KCOV_TOOL_FILTER_H
#define KCOV_TOOL_FILTER_H

#include "tool/coverage/symbols.h"

struct filter {
	ARRAY_OF(const char *) functions; /* empty: all */
	ARRAY_OF(const char *) files;	  /* empty: all */
	ARRAY_OF(const char *) without;	  /* functions or files */
};

/* The options that commands with a filter have, 'l', 'g' and 'n'; else nothing.
 */
void filter_option(struct filter *filter, int option, const char *value);
bool filter_takes(const struct filter *filter, const char *function,
		  const char *path);
/* By the innermost function and its file. */
bool filter_takes_pc(const struct filter *filter, struct symbols *symbols,
		     uint64_t pc);
bool filter_is_empty(const struct filter *filter);
void filter_free(struct filter *filter);

#endif /* KCOV_TOOL_FILTER_H */
