/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A bar on stderr for what takes more than a second; nothing unless that is a
 * terminal, or with -q.
 */
#ifndef KCOV_TOOL_PROGRESS_H
#define KCOV_TOOL_PROGRESS_H

#include <stddef.h>

struct progress {
	const char *what;
	size_t all;
	double begun; /* seconds */
	double shown;
};

void progress_begin(struct progress *progress, const char *what, size_t all);
void progress_step(struct progress *progress, size_t done);
void progress_end(struct progress *progress);

#endif /* KCOV_TOOL_PROGRESS_H */
