/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Which file is which, and what it is called. A file is the same one if its
 * absolute path is; of a relative path (reproducible builds) only within one
 * image, as nobody knows what it is relative to. People want short paths, but
 * two files never have one: candidates are tried from the shortest on.
 */
#ifndef KCOV_TOOL_NAMING_H
#define KCOV_TOOL_NAMING_H

#include "tool/base/array.h"
#include "tool/base/table.h"
#include "tool/base/text.h"
#include "tool/index/index.h"
#include "tool/index/strings.h"

enum label {
	LABEL_SHORT,	   /* fs/read_write.c */
	LABEL_FULL,	   /* /usr/src/linux/fs/read_write.c */
	LABEL_IMAGE,	   /* libshapes.so:util.c */
	LABEL_IMAGE_PATH,  /* /usr/lib/libshapes.so:util.c */
	LABEL_IMAGE_BUILD, /* a1b2c3:util.c */
	LABELS
};

/* What is known of a file. */
struct naming_file {
	const char *path; /* as people want it */
	const char *full; /* as the compiler saw it */
	const char *image;
	const char *build_id;
};

/* The candidate of that kind. */
void naming_label(const struct naming_file *file, enum label label,
		  struct text *out);
/* What is equal for the same file only. */
void naming_identity(const struct naming_file *file, struct text *out);

/*
 * For those who name files as they come: the first has the shorter path.
 * Begins zeroed. Not for two threads.
 */
struct naming {
	struct strings strings; /* identities and labels */
	struct table known;	/* address of a `full` in its index to label */
	struct table files;	/* identity to label */
	struct table taken;	/* label to identity */
	ARRAY_OF(char *) labels;
};

/* Its name here; good, and at this address, until naming_free(). */
const char *naming_path(struct naming *naming, const struct naming_file *file);
void naming_free(struct naming *naming);

#endif /* KCOV_TOOL_NAMING_H */
