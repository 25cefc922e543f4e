// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Where files of kcov are on this machine: the cache of the user, and the
 * library that is loaded into programs. Called by what keeps indexes and by
 * what starts commands. Variables of the environment are believed: they are
 * those of who runs the tool.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tool/base/fail.h"
#include "tool/base/places.h"

#define LIBRARY "libkcov.so." KCOV_SOVERSION

static char *join(const char *a, const char *b, const char *c)
{
	size_t bytes = strlen(a) + strlen(b) + strlen(c) + 1;
	char *path = must_alloc(NULL, bytes, 1);

	snprintf(path, bytes, "%s%s%s", a, b, c);
	return path;
}

char *cache_place(const char *name)
{
	const char *cache = getenv("XDG_CACHE_HOME");
	const char *home = getenv("HOME");

	/* The specification ignores a relative XDG_CACHE_HOME. */
	if (cache && *cache == '/')
		return join(cache, "/kcov/", name);
	if (home && *home == '/')
		return join(home, "/.cache/kcov/", name);
	return NULL;
}

bool make_folders(const char *path)
{
	char *copy = must_copy(path);
	bool made = true;
	char *slash;

	for (slash = strchr(copy + 1, '/'); slash && made;
	     slash = strchr(slash + 1, '/')) {
		*slash = 0;
		made = !mkdir(copy, 0777) || errno == EEXIST;
		*slash = '/';
	}
	free(copy);
	return made;
}

char *library_place(void)
{
	static const char *const beside[] = {
		"/lib/" LIBRARY, "/../lib/" LIBRARY, "/../lib64/" LIBRARY,
		"/../lib/" KCOV_MULTIARCH "/" LIBRARY
	};
	const char *named = getenv("KCOV_LIBRARY");
	char self[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);
	size_t i;

	if (named && *named)
		return must_copy(named);
	if (length <= 0)
		return must_copy(LIBRARY);
	self[length] = 0;
	*strrchr(self, '/') = 0;
	for (i = 0; i < sizeof(beside) / sizeof(*beside); i++) {
		char *path = join(self, beside[i], "");
		char *real = realpath(path, NULL);

		free(path);
		if (real)
			return real;
	}
	return must_copy(LIBRARY);
}
