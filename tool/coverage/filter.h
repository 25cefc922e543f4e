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
/* Paths that a file goes by: as shown, as the compiler saw it, in its image. */
struct file_names {
	const char *path;
	const char *full;
	const char *brief;
};

bool filter_takes(const struct filter *filter, const char *function,
		  const struct file_names *file);
/*
 * matching.c: the pattern fits the whole name of a function, or the name
 * without the type and the parameters, or the last part of that.
 */
bool name_matches(const char *pattern, const char *name);
/* Appends that last part, "get". */
void name_brief(const char *name, struct text *out);
/* By the innermost function and its file. */
bool filter_takes_pc(const struct filter *filter, struct symbols *symbols,
		     uint64_t pc);
/*
 * A warning for whoever sees nothing: which function of the recording the first
 * that was asked for may be meant to be. Only of what the filter kept back.
 */
void filter_say_nothing(const struct filter *filter, struct symbols *symbols);
bool filter_is_empty(const struct filter *filter);
void filter_free(struct filter *filter);

#endif /* KCOV_TOOL_FILTER_H */
