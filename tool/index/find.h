/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The index for a build id: of a file that was named, of where the code ran, or
 * of where images usually are; the cache makes that fast, and answers alone if
 * no file is left.
 */
#ifndef KCOV_TOOL_FIND_H
#define KCOV_TOOL_FIND_H

#include "tool/index/index.h"

/* What --image named; kept by the caller. */
struct search {
	const char *const *named;
	size_t named_count;
};

/*
 * `build_id` in hex or "-", `path` where the code was, or a name such as
 * "vmlinux-6.12.0". NULL if nothing fits, after a warning that says which
 * build id is wanted, which one was seen instead, and where.
 */
struct index *index_find(const struct search *search, const char *build_id,
			 const char *path);

#endif /* KCOV_TOOL_FIND_H */
