/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Indexes on disk: "index/BUILD-ID" in the cache folder. An index is of one
 * file; what has the same build id but is another file replaces it.
 */
#ifndef KCOV_TOOL_CACHE_H
#define KCOV_TOOL_CACHE_H

#include "tool/index/image.h"
#include "tool/index/index.h"

/* NULL if there is none of this file, or none that can be used. */
struct index *cache_load(const struct image *image);
/* The same by the id in hex, without a file to compare it with. */
struct index *cache_load_id(const char *build_id);
/* Failing to keep it is not an error. */
void cache_store(const struct image *image, const struct index *index);

/* An index over these bytes; NULL unless all of its parts are inside. */
struct index *index_over(const void *bytes, size_t count);

#define INDEX_MAGIC "KCOVIDX\n"
/* Changes with the layout and with what is found; old files are made anew. */
#define INDEX_VERSION 10

/* identity.c: of the file that is open as an image. */
struct index_file identity_of(const struct image *image);
/* The same without its content, whose hash is left 0. */
struct index_file identity_outside(const struct image *image);
/* Whether the index is of this very file, or of one with the same content. */
enum likeness { ANOTHER_FILE, SAME_CONTENT, SAME_FILE };
enum likeness identity_is(const struct index_file *file,
			  const struct image *image);

#endif /* KCOV_TOOL_CACHE_H */
