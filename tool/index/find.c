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
		index = try_kernel_cache(hunt, "vmlinux");
	return index;
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
	return !*module && !strcmp(name, ".ko");
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

/* Of a library that is not instrumented nobody wants to know lines. */
static void warn_of_no_lines(const struct index *index, const char *path)
{
	if (index->header->flags & HAS_LINES || !index->points_count)
		return;
	warn("%s has no .debug_line: build with debug information (for a "
	     "kernel CONFIG_DEBUG_INFO_DWARF_TOOLCHAIN_DEFAULT=y), name a file "
	     "that has it with --image, or set DEBUGINFOD_URLS",
	     path);
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
	if (!index && strlen(build_id) > 2 && !strchr(path, '/') &&
	    strncmp(path, "vmlinux-", 8))
		index = try_modules(&hunt, path);
	if (index)
		warn_of_no_lines(index, path);
	else
		warn("no file for %s (build id %s): %s; name it with --image",
		     path, build_id,
		     hunt.seen.length ? hunt.seen.at :
					"looked at its place, /usr/lib/debug, "
					"/boot and /lib/modules");
	text_free(&hunt.seen);
	return index;
}
