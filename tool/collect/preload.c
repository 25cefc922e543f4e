// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Puts the library in front of a command, by LD_PRELOAD; called before commands
 * run in user space (start.c, kcovctl run), and by the doctor, who tries it.
 * The loader takes a list of names apart at blanks and colons, and replaces
 * what begins with '$': a library below such a folder is named by a descriptor
 * that the command inherits.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tool/base/fail.h"
#include "tool/base/places.h"
#include "tool/base/text.h"
#include "tool/collect/launch.h"
#include "tool/index/image.h"

/* Out of the way of programs that count on low numbers. */
#define LIBRARY_FD 200

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

/* The descriptor stays open over exec, and is one for all commands. */
static int keep_open(const char *library)
{
	static int kept = -1;
	int fd = kept < 0 ? open(library, O_RDONLY | O_CLOEXEC) : -1;

	if (kept >= 0)
		return kept;
	if (fd >= 0)
		kept = fcntl(fd, F_DUPFD, LIBRARY_FD);
	if (fd >= 0 && kept < 0)
		kept = fcntl(fd, F_DUPFD, STDERR_FILENO + 1);
	if (kept < 0)
		die(STATUS_WRAPPER_FAILED,
		    "cannot open %s: %s; name the library in KCOV_LIBRARY",
		    library, strerror(errno));
	close(fd);
	return kept;
}

/* As LD_PRELOAD can name it. */
static void add_library(struct text *list)
{
	char *library = library_place();

	if (strpbrk(library, " :$"))
		text_printf(list, "/proc/self/fd/%d", keep_open(library));
	else
		text_add(list, library);
	if (strpbrk(library, " :$") && access(list->at, R_OK))
		die(STATUS_WRAPPER_FAILED,
		    "LD_PRELOAD cannot name %s, and there is no /proc: install "
		    "kcovctl below a folder without blanks and colons",
		    library);
	free(library);
}

/* The loader would only warn, and nothing would be recorded. */
static void must_be_readable(void)
{
	char *library = library_place();

	if (*library == '/' && access(library, R_OK))
		die(STATUS_WRAPPER_FAILED,
		    "cannot read %s: %s; name the library in KCOV_LIBRARY",
		    library, strerror(errno));
	if (*library != '/' && !preload_works(&(struct text){ 0 }))
		die(STATUS_WRAPPER_FAILED,
		    "there is no %s that you may read beside kcovctl, nor "
		    "where the loader looks; name the library in KCOV_LIBRARY",
		    library);
	free(library);
}

void preload_library(const char *program)
{
	const char *users = users_preload();
	struct text list = { 0 };

	if (has_callbacks(program)) {
		detail("%s has the library inside", program);
		if (users)
			setenv("LD_PRELOAD", users, 1);
		else
			unsetenv("LD_PRELOAD");
		return;
	}
	must_be_readable();
	add_library(&list);
	if (users && *users)
		text_printf(&list, ":%s", users);
	detail("LD_PRELOAD=%s", list.at);
	setenv("LD_PRELOAD", list.at, 1);
	text_free(&list);
}

/* What the loader says that it loads for a program, this one. */
static void ask_loader(const char *preload, struct text *said)
{
	char buffer[4096];
	int ends[2];
	ssize_t bytes;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC))
		return;
	pid = fork();
	if (!pid) {
		setenv("LD_PRELOAD", preload, 1);
		setenv("LD_TRACE_LOADED_OBJECTS", "1", 1);
		dup2(ends[1], STDOUT_FILENO);
		dup2(ends[1], STDERR_FILENO);
		execl("/proc/self/exe", "kcovctl", "--version", (char *)NULL);
		_exit(STATUS_FAILED);
	}
	close(ends[1]);
	while (pid > 0 && (bytes = read(ends[0], buffer, sizeof(buffer))) > 0)
		text_add_bytes(said, buffer, (size_t)bytes);
	close(ends[0]);
	if (pid > 0)
		waitpid(pid, NULL, 0);
}

bool preload_works(struct text *why)
{
	char *library = library_place();
	struct text list = { 0 }, said = { 0 };
	const char *found;
	bool good;

	add_library(&list);
	ask_loader(list.at, &said);
	text_add(&said, "\n");
	/* "<tab>NAME (ADDRESS)", or "NAME => PATH (ADDRESS)". */
	found = strstr(said.at, "cannot be preloaded");
	good = !found && strstr(said.at, list.at);
	if (found)
		text_printf(why, "the loader says that it %.*s",
			    (int)strcspn(found, "\n"), found);
	else if (!good)
		text_add(why, "the loader leaves it out");
	if (good && *library == '/' && !has_callbacks(library)) {
		text_add(why, "it is another library");
		good = false;
	}
	text_free(&said);
	text_free(&list);
	free(library);
	return good;
}
