// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Results that appear when they are complete. Called by every command, and by
 * whoever keeps files of ours. The folder may be everybody's (/tmp): the file
 * has no name while it is written (O_TMPFILE), or one that nobody can guess,
 * and is made, never opened: O_EXCL follows no link.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tool/base/fail.h"
#include "tool/base/output.h"

static bool is_stdout(const char *path)
{
	return !path || !strcmp(path, "-");
}

/*
 * A device or a pipe cannot be replaced by a file of the same name, and what
 * stands for a descriptor (/dev/stdout, /dev/fd/3) must not be.
 */
static bool is_special(const char *path)
{
	struct stat st;

	if (!strncmp(path, "/dev/", 5) || !strncmp(path, "/proc/", 6))
		return true;
	return !stat(path, &st) && !S_ISREG(st.st_mode);
}

static const char *remedy(int error)
{
	switch (error) {
	case ENOSPC:
	case EDQUOT:
		return "; free some space or choose another place with -o";
	case EACCES:
	case EPERM:
	case EROFS:
		return "; choose a place that you may write to with -o";
	case ENOENT:
		return "; make its folder first";
	case EBUSY:
		/* A guest sees the files of its host's /tmp so. */
		return "; a file is mounted there: choose another name with -o";
	}
	return "";
}

static bool failed(const struct output *output)
{
	error("cannot write %s: %s%s",
	      !output->standard		  ? output->path :
	      output->fd == STDERR_FILENO ? "to stderr" :
					    "to stdout",
	      strerror(output->error), remedy(output->error));
	return false;
}

/* The one partial file that a signal must not leave behind; or NULL. */
static char *volatile unfinished;

static void remove_unfinished(int number)
{
	char *path = unfinished;

	if (path)
		unlink(path);
	/* Reset by SA_RESETHAND: ends us when this returns. */
	raise(number);
}

/* Signals that were ignored stay so: a command that runs is waited for. */
static void guard(char *partial)
{
	static const int ends[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction before, ours = { .sa_handler = remove_unfinished,
					  .sa_flags = SA_RESETHAND };
	size_t i;

	unfinished = partial;
	for (i = 0; partial && i < sizeof(ends) / sizeof(*ends); i++)
		if (!sigaction(ends[i], NULL, &before) &&
		    before.sa_handler == SIG_DFL)
			sigaction(ends[i], &ours, NULL);
}

static void forget(struct output *output)
{
	unfinished = NULL;
	free(output->partial);
	output->partial = NULL;
}

/* A name beside the result that nobody can know before. */
static void name_partial(struct output *output)
{
	size_t bytes = strlen(output->path) + 32;
	unsigned long long number;

	if (getrandom(&number, sizeof(number), GRND_NONBLOCK) != sizeof(number))
		number = (unsigned long long)getpid() << 32 ^
			 (unsigned long long)(uintptr_t)&number;
	free(output->partial);
	output->partial = must_alloc(NULL, bytes, 1);
	snprintf(output->partial, bytes, "%s.%016llx.partial", output->path,
		 number);
}

/* In the result's folder, without a name: a kill leaves nothing behind. */
static int open_nameless(const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t length = slash ? (size_t)(slash - path) + 1 : 1;
	char *folder = must_alloc(NULL, length + 1, 1);
	int fd;

	memcpy(folder, slash ? path : ".", length);
	folder[length] = 0;
	fd = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
	free(folder);
	return fd;
}

static void open_partial(struct output *output)
{
	/* What has no name gets one by way of /proc. */
	output->fd = access("/proc/self/fd", X_OK) ?
			     -1 :
			     open_nameless(output->path);
	output->nameless = output->fd >= 0;
	if (output->nameless)
		return;
	/* Not each file system can; a name that is taken is tried again. */
	do {
		name_partial(output);
		output->fd = open(output->partial,
				  O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
					  O_CLOEXEC,
				  0666);
	} while (output->fd < 0 && errno == EEXIST);
	if (output->fd >= 0)
		guard(output->partial);
}

/* Gives what has no name one: links do not replace, renames do. */
static bool name_nameless(struct output *output)
{
	char self[40];
	int failed;

	snprintf(self, sizeof(self), "/proc/self/fd/%d", output->fd);
	do {
		name_partial(output);
		guard(output->partial);
		failed = linkat(AT_FDCWD, self, AT_FDCWD, output->partial,
				AT_SYMLINK_FOLLOW);
	} while (failed && errno == EEXIST);
	if (failed) {
		output->error = errno;
		forget(output);
	}
	return !failed;
}

bool output_open(struct output *output, const char *path)
{
	memset(output, 0, sizeof(*output));
	output->path = path;
	output->standard = is_stdout(path);
	if (output->standard) {
		output->fd = STDOUT_FILENO;
		return true;
	}
	output->special = is_special(path);
	if (output->special)
		output->fd = open(path, O_WRONLY | O_CLOEXEC);
	else
		open_partial(output);
	if (output->fd >= 0)
		return true;
	output->error = errno;
	forget(output);
	return failed(output);
}

bool output_open_beside(struct output *output, const char *path)
{
	if (path)
		return output_open(output, path);
	*output = (struct output){ .fd = STDERR_FILENO, .standard = true };
	return true;
}

void output_write(struct output *output, const void *bytes, size_t count)
{
	const char *at = bytes;

	while (count && !output->error) {
		ssize_t done = write(output->fd, at, count);

		if (done < 0 && errno != EINTR)
			output->error = errno;
		if (done > 0) {
			at += done;
			count -= (size_t)done;
		}
	}
}

/* The complete file takes the result's place. */
static void put_in_place(struct output *output)
{
	if (output->nameless && !name_nameless(output))
		return;
	if (close(output->fd) || rename(output->partial, output->path)) {
		output->error = errno;
		unlink(output->partial);
	}
}

bool output_close(struct output *output)
{
	if (output->error || output->special) {
		if (!output->standard && close(output->fd) && !output->error)
			output->error = errno;
		if (output->partial)
			unlink(output->partial);
	} else if (!output->standard) {
		put_in_place(output);
	}
	forget(output);
	if (!output->error)
		return true;
	/* Nobody reads any more: not worth a word, as with other filters. */
	if (output->standard && output->error == EPIPE)
		exit(STATUS_FAILED);
	return failed(output);
}

bool output_file(const char *path, const void *bytes, size_t count)
{
	struct output output;

	if (!output_open(&output, path))
		return false;
	output_write(&output, bytes, count);
	return output_close(&output);
}
