// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Which file a command is, and what it needs to be traced in user space. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <signal.h>
#include <unistd.h>

#include "tool/base/places.h"
#include "tool/collect/launch.h"
#include "tool/index/image.h"

static bool is_program(const char *path, int *worst)
{
	struct stat st;

	if (stat(path, &st))
		return false;
	if (S_ISREG(st.st_mode) && !access(path, X_OK))
		return true;
	*worst = EACCES;
	return false;
}

/* As execvp() searches, but before anything is collected. */
static char *search(const char *name, int *worst)
{
	const char *path = getenv("PATH");
	char *folder, *rest, *copy;
	char found[PATH_MAX];

	if (strchr(name, '/'))
		return is_program(name, worst) ? must_copy(name) : NULL;
	copy = rest = must_copy(path ? path : "/usr/bin:/bin");
	while ((folder = strsep(&rest, ":"))) {
		snprintf(found, sizeof(found), "%s/%s", *folder ? folder : ".",
			 name);
		if (is_program(found, worst))
			break;
	}
	free(copy);
	return folder ? must_copy(found) : NULL;
}

char *find_program(const char *name)
{
	int worst = ENOENT;
	char *program = search(name, &worst);

	if (program)
		return program;
	if (worst == EACCES)
		die(STATUS_NOT_EXECUTABLE,
		    "cannot run %s: it is not executable; chmod +x it, or "
		    "name its interpreter",
		    name);
	die(STATUS_NOT_FOUND, "cannot run %s: there is no such command%s", name,
	    strchr(name, '/') ? "" : " in PATH");
}

static void note_callback(const char *name, const GElf_Sym *symbol, void *data)
{
	bool *found = data;

	*found |= symbol->st_shndx != SHN_UNDEF &&
		  !strcmp(name, "__sanitizer_cov_trace_pc");
}

/* A second copy of the library would take the device from the first. */
static bool has_callbacks(const char *program)
{
	bool found = false;
	struct image image;
	char magic[4] = "";
	FILE *file = fopen(program, "re");

	if (file) {
		found = fread(magic, 1, 4, file) == 4 &&
			!memcmp(magic, "\177ELF", 4);
		fclose(file);
	}
	if (!found || !image_open(&image, program))
		return false;
	found = false;
	image_each_symbol(&image, note_callback, &found);
	image_close(&image);
	return found;
}

/* What the user preloads: another command may need it without the library. */
static const char *users_preload(void)
{
	static char *users;
	static bool known;
	const char *now = getenv("LD_PRELOAD");

	if (!known)
		users = now ? must_copy(now) : NULL;
	known = true;
	return users;
}

void preload_library(const char *program)
{
	const char *users = users_preload();
	struct text list = { 0 };
	char *library;

	if (has_callbacks(program)) {
		detail("%s has the library inside", program);
		if (users)
			setenv("LD_PRELOAD", users, 1);
		else
			unsetenv("LD_PRELOAD");
		return;
	}
	library = library_place();
	text_printf(&list, "%s%s%s", library, users && *users ? ":" : "",
		    users ? users : "");
	detail("LD_PRELOAD=%s", list.at);
	setenv("LD_PRELOAD", list.at, 1);
	text_free(&list);
	free(library);
}

void change_environment(const char *assignment)
{
	char *copy = must_copy(assignment);
	char *value = strchr(copy, '=');

	if (value)
		*value++ = 0;
	if (value)
		setenv(copy, value, 1);
	else
		unsetenv(copy);
	free(copy);
}

void end_like(int wait_status)
{
	struct rlimit no_core = { 0, 0 };

	if (WIFEXITED(wait_status))
		exit(WEXITSTATUS(wait_status));
	/* The command left the core, if one was wanted. */
	fflush(NULL);
	setrlimit(RLIMIT_CORE, &no_core);
	signal(WTERMSIG(wait_status), SIG_DFL);
	kill(getpid(), WTERMSIG(wait_status));
	exit(128 + WTERMSIG(wait_status));
}
