// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Which file a command is, and how it ends. Called by whatever runs commands. */
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

#include "tool/base/fail.h"
#include "tool/base/places.h"
#include "tool/base/text.h"
#include "tool/collect/launch.h"

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
