/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Indexes on disk: "index/BUILD-ID" in the cache folder. */
#ifndef KCOV_TOOL_CACHE_H
#define KCOV_TOOL_CACHE_H

#include "tool/index/image.h"
#include "tool/index/index.h"

/* NULL if there is none, or none that can be used. */
struct index *cache_load(const struct image *image);
/* The same by the id in hex, which needs no file. */
struct index *cache_load_id(const char *build_id);
/* Failing to keep it is not an error. */
void cache_store(const struct image *image, const struct index *index);

/* An index over these bytes; NULL unless all of its parts are inside. */
struct index *index_over(const void *bytes, size_t count);

#define INDEX_MAGIC "KCOVIDX\n"
/* Changes with the layout and with what is found; old files are made anew. */
#define INDEX_VERSION 2

#endif /* KCOV_TOOL_CACHE_H */
