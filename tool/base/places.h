/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Where things are on this machine. The caller frees the paths. */
#ifndef KCOV_TOOL_PLACES_H
#define KCOV_TOOL_PLACES_H

#include <stdbool.h>

/* "${XDG_CACHE_HOME:-~/.cache}/kcov/NAME", NULL without a home. */
char *cache_place(const char *name);
/* Makes the folders of a path, not its last part. */
bool make_folders(const char *path);
/*
 * The shared library that serves the device in user space: $KCOV_LIBRARY,
 * beside this program as built or as installed, else its bare name for the
 * loader to find.
 */
char *library_place(void);

#endif /* KCOV_TOOL_PLACES_H */
