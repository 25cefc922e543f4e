// SPDX-License-Identifier: GPL-2.0-only OR MIT
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tool/base/fail.h"
#include "tool/base/places.h"
#include "tool/base/text.h"
#include "tool/index/cache.h"
#include "tool/index/find.h"

struct hunt {
	const char *build_id;
	struct text seen; /* other build ids and where they were */
};

/* The index of the file if it is the one that is hunted. */
static struct index *try_file(struct hunt *hunt, const char *path)
{
	char id[2 * BUILD_ID_BYTES + 1];
	struct image image;

	if (access(path, R_OK) || !image_open(&image, path))
		return NULL;
	build_id_text(image.build_id, image.build_id_bytes, id);
	image_close(&image);
	if (!strcmp(hunt->build_id, *id ? id : "-"))
		return index_of_file(path);
	text_printf(&hunt->seen, "%s%s has %s", hunt->seen.length ? ", " : "",
		    path, *id ? id : "none");
	return NULL;
}

static struct index *try_named(struct hunt *hunt, const struct search *search)
{
	struct index *index = NULL;
	size_t i;

	for (i = 0; search && i < search->named_count && !index; i++)
		index = try_file(hunt, search->named[i]);
	return index;
}

/* Kernels that scripts/kernel-build of this project keeps. */
static struct index *try_kernel_cache(struct hunt *hunt)
{
	char *pattern = cache_place("kernels/*/vmlinux");
	struct index *index = NULL;
	size_t seen = hunt->seen.length, i;
	glob_t files;

	if (pattern && !glob(pattern, 0, NULL, &files)) {
		for (i = 0; i < files.gl_pathc && !index; i++)
			index = try_file(hunt, files.gl_pathv[i]);
		globfree(&files);
		/* Many kernels of other kinds are no news. */
		hunt->seen.length = seen;
		if (hunt->seen.at)
			hunt->seen.at[seen] = 0;
	}
	free(pattern);
	return index;
}

static struct index *try_usual(struct hunt *hunt, const char *path)
{
	static const char *const places[] = {
		"/usr/lib/debug/.build-id/%.2s/%s.debug",
		"/usr/lib/debug/boot/%s", "/boot/%s",
		"/usr/lib/debug/lib/modules/%s/vmlinux",
		"/lib/modules/%s/build/vmlinux"
	};
	const char *release = strncmp(path, "vmlinux-", 8) ? NULL : path + 8;
	struct index *index = NULL;
	struct text place = { 0 };
	size_t i;

	for (i = 0; i < sizeof(places) / sizeof(*places) && !index; i++) {
		place.length = 0;
		if (!i)
			text_printf(&place, places[i], hunt->build_id,
				    hunt->build_id + 2);
		else if (release)
			text_printf(&place, places[i], i < 3 ? path : release);
		if (place.length)
			index = try_file(hunt, place.at);
	}
	text_free(&place);
	if (!index && release)
		index = try_kernel_cache(hunt);
	return index;
}

struct index *index_find(const struct search *search, const char *build_id,
			 const char *path)
{
	struct hunt hunt = { .build_id = build_id };
	struct index *index = cache_load_id(build_id);

	if (!index)
		index = try_named(&hunt, search);
	if (!index && *path == '/')
		index = try_file(&hunt, path);
	if (!index && strlen(build_id) > 2)
		index = try_usual(&hunt, path);
	if (!index)
		warn("no file for %s (build id %s): %s; name it with --image",
		     path, build_id,
		     hunt.seen.length ? hunt.seen.at :
					"looked at its place, /usr/lib/debug, "
					"/boot and /lib/modules");
	text_free(&hunt.seen);
	return index;
}
