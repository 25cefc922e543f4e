// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Which file has a build id. Called by symbols.c, runs.c and checks.c for each
 * image of a recording, on the main thread. Places of points are only taken
 * from a file with code; a debug file adds lines and symbols to that.
 */
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
	char *debug; /* a debug file of that id: lines, but no code; or NULL */
	struct text seen; /* other build ids and where they were */
};

/* The index of the file if it is the one that is hunted, and has the code. */
static struct index *try_file(struct hunt *hunt, const char *path)
{
	char id[2 * BUILD_ID_BYTES + 1];
	struct image image;
	bool has_code;

	if (access(path, R_OK) || !image_open(&image, path))
		return NULL;
	build_id_text(image.build_id, image.build_id_bytes, id);
	has_code = image.has_code;
	image_close(&image);
	if (strcmp(hunt->build_id, *id ? id : "-")) {
		text_printf(&hunt->seen, "%s%s has %s",
			    hunt->seen.length ? ", " : "", path,
			    *id ? id : "none");
		return NULL;
	}
	if (has_code)
		return index_of_files(path, hunt->debug);
	if (!hunt->debug)
		hunt->debug = must_copy(path);
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

/* Kernels and modules that scripts/kernel-build of this project keeps. */
static struct index *try_kernel_cache(struct hunt *hunt, const char *name)
{
	struct index *index = NULL;
	size_t seen = hunt->seen.length, i;
	struct text place = { 0 };
	char *pattern;
	glob_t files;

	text_printf(&place, "kernels/*/%s", name);
	pattern = cache_place(place.at);
	text_free(&place);

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
	/* Whoever booted the kernel knows, though others are the same. */
	const char *told = release ? getenv("KCOV_VMLINUX") : NULL;
	struct index *index = told ? try_file(hunt, told) : NULL;
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
		index = try_kernel_cache(hunt, "vmlinux");
	return index;
}

/* ".ko", or that of a module as distributions compress it. */
static bool is_module_end(const char *end)
{
	return !strncmp(end, ".ko", 3) &&
	       (!end[3] || !strcmp(end + 3, ".xz") || !strcmp(end + 3, ".gz") ||
		!strcmp(end + 3, ".zst"));
}

/* Modules are listed by file; in their names '-' and '_' are the same. */
static bool is_named(const char *file, const char *module)
{
	const char *slash = strrchr(file, '/');
	const char *name = slash ? slash + 1 : file;

	while (*module && (*name == '-' ? '_' : *name) == *module) {
		name++;
		module++;
	}
	return !*module && is_module_end(name);
}

static struct index *try_listed(struct hunt *hunt, const char *folder,
				const char *module)
{
	struct text list = { 0 }, place = { 0 };
	struct index *index = NULL;
	char *line = NULL;
	size_t room = 0;
	FILE *file;

	text_printf(&list, "%s/modules.dep", folder);
	file = fopen(list.at, "re");
	while (file && !index && getline(&line, &room, file) > 0) {
		line[strcspn(line, ":\n")] = 0;
		if (!is_named(line, module))
			continue;
		place.length = 0;
		text_printf(&place, "%s/%s", folder, line);
		index = try_file(hunt, place.at);
	}
	if (file)
		fclose(file);
	free(line);
	text_free(&list);
	text_free(&place);
	return index;
}

/* Of any kernel that is installed: the build id says which one it was. */
static struct index *try_modules(struct hunt *hunt, const char *module)
{
	struct index *index = NULL;
	struct text name = { 0 };
	glob_t files;
	size_t i;

	if (!glob("/lib/modules/*", 0, NULL, &files)) {
		for (i = 0; i < files.gl_pathc && !index; i++)
			index = try_listed(hunt, files.gl_pathv[i], module);
		globfree(&files);
	}
	text_printf(&name, "%s.ko", module);
	if (!index)
		index = try_kernel_cache(hunt, name.at);
	text_free(&name);
	return index;
}

/* Where the code ran, and where images usually are. */
static struct index *try_everywhere(struct hunt *hunt, const char *path)
{
	bool has_id = strlen(hunt->build_id) > 2;
	struct index *index = NULL;

	if (*path == '/')
		index = try_file(hunt, path);
	if (!index && has_id)
		index = try_usual(hunt, path);
	if (!index && has_id && !strchr(path, '/') &&
	    strncmp(path, "vmlinux-", 8))
		index = try_modules(hunt, path);
	return index;
}

/* Without the code: what is kept of it, or what its debug file says. */
static struct index *without_code(struct hunt *hunt)
{
	struct index *index = cache_load_id(hunt->build_id);

	if (hunt->debug && index && !(index->header->flags & HAS_CODE)) {
		index_free(index);
		index = NULL;
	}
	if (!index && hunt->debug)
		index = index_of_file(hunt->debug);
	return index;
}

struct index *index_find(const struct search *search, const char *build_id,
			 const char *path)
{
	struct hunt hunt = { .build_id = build_id };
	struct index *index = try_named(&hunt, search);

	/* Files first: another one may have the same build id by now. */
	if (!index)
		index = try_everywhere(&hunt, path);
	if (!index)
		index = without_code(&hunt);
	/* Of a library that is not instrumented nobody wants to know lines. */
	if (index && index->points_count)
		index_warn(index, path);
	if (!index)
		warn("no file for %s (build id %s): %s; name it with --image",
		     path, build_id,
		     hunt.seen.length ? hunt.seen.at :
					"looked at its place, /usr/lib/debug, "
					"/boot and /lib/modules");
	text_free(&hunt.seen);
	free(hunt.debug);
	return index;
}
