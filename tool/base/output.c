// SPDX-License-Identifier: GPL-2.0-only OR MIT
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tool/base/fail.h"
#include "tool/base/output.h"

static bool is_stdout(const char *path)
{
	return !path || !strcmp(path, "-");
}

/* A device or a pipe cannot be replaced by a file of the same name. */
static bool is_special(const char *path)
{
	struct stat st;

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
	}
	return "";
}

static bool failed(const struct output *output)
{
	error("cannot write %s: %s%s",
	      is_stdout(output->path) ? "to stdout" : output->path,
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

bool output_open(struct output *output, const char *path)
{
	memset(output, 0, sizeof(*output));
	output->path = path;
	if (is_stdout(path)) {
		output->fd = STDOUT_FILENO;
		return true;
	}
	if (!is_special(path)) {
		size_t bytes = strlen(path) + 32;

		output->partial = must_alloc(NULL, bytes, 1);
		snprintf(output->partial, bytes, "%s.%d.partial", path,
			 (int)getpid());
		guard(output->partial);
	}
	output->fd = open(output->partial ? output->partial : path,
			  O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (output->fd >= 0)
		return true;
	output->error = errno;
	forget(output);
	return failed(output);
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

void output_discard(struct output *output)
{
	if (!is_stdout(output->path))
		close(output->fd);
	if (output->partial)
		unlink(output->partial);
	forget(output);
}

bool output_close(struct output *output)
{
	if (!output->error && !is_stdout(output->path) && close(output->fd))
		output->error = errno;
	if (!output->error && output->partial &&
	    rename(output->partial, output->path))
		output->error = errno;
	if (!output->error) {
		forget(output);
		return true;
	}
	if (output->partial)
		unlink(output->partial);
	forget(output);
	/* Nobody reads any more: not worth a word, as with other filters. */
	if (is_stdout(output->path) && output->error == EPIPE)
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
