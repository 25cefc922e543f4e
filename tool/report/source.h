/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Source files: where they are, and their lines. */
#ifndef KCOV_TOOL_SOURCE_H
#define KCOV_TOOL_SOURCE_H

#include <stdbool.h>

#include "tool/base/array.h"

/* Not a string: any bytes may be in it, NUL too. */
struct source_line {
	const char *at;
	size_t count;
};

/* Lines end as for compilers: with LF, CR LF or CR, or with the file. */
struct source {
	char *bytes;
	struct source_line *lines;
	size_t count;
};

/* What --source said, in that order; empty: sources are where they were. */
struct sources {
	ARRAY_OF(const char *) places; /* "DIR", or "OLD=NEW" of a prefix */
};

/*
 * Reads a file that the compiler saw at `full`. Below a "DIR" it is looked for
 * at `path`, and at each shorter end of `full` that `is_unique` accepts (NULL:
 * none). False, and no lines, if it is not there.
 */
bool source_read(struct source *source, const struct sources *sources,
		 const char *path, const char *full,
		 bool (*is_unique)(const char *end, const void *data),
		 const void *data);
void source_free(struct source *source);

#endif /* KCOV_TOOL_SOURCE_H */
