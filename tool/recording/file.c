// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Recordings in files, as commands take and leave them, with what is wrong. */
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tool/base/output.h"
#include "tool/recording/recording.h"

bool file_read(const char *path, const char *maker, struct text *bytes)
{
	bool is_stdin = !strcmp(path, "-");
	int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	bool good = fd >= 0 && text_read(bytes, fd);

	if (!good)
		error("cannot read %s: %s%s", path, strerror(errno),
		      errno == ENOENT ? maker : "");
	if (fd >= 0 && !is_stdin)
		close(fd);
	return good;
}

static ARRAY_OF(const char *) chosen;

void recording_choose_tasks(const char *which)
{
	array_push(&chosen, which);
}

static bool is_chosen(const struct task *task)
{
	char *end;
	size_t i;

	for (i = 0; i < chosen.count; i++) {
		unsigned long number = strtoul(chosen.at[i], &end, 10);

		if (!*end && end != chosen.at[i] ?
			    number == task->tid || number == task->pid :
			    !fnmatch(chosen.at[i], task->name, 0))
			return true;
	}
	return !chosen.count;
}

/* Those that are not go to the end, and then away. */
static void drop_others(struct recording *recording, const char *path)
{
	size_t i, kept = 0;

	for (i = 0; i < recording->tasks.count; i++)
		if (is_chosen(&recording->tasks.at[i])) {
			struct task task = recording->tasks.at[i];

			recording->tasks.at[i] = recording->tasks.at[kept];
			recording->tasks.at[kept++] = task;
		}
	if (!kept && recording->tasks.count)
		warn("%s has no task that --task takes; kcovctl cat --info "
		     "lists them",
		     path);
	recording_drop_tasks(recording, kept);
}

static bool damaged;

bool recordings_damaged(void)
{
	return damaged;
}

bool recording_read(struct recording *recording, const char *path)
{
	struct text bytes = { 0 }, why = { 0 };
	bool good =
		file_read(path, "; kcovctl record makes recordings", &bytes);

	if (good && !recording_parse(recording, bytes.at, bytes.length, &why)) {
		error("cannot use %s: %s; record it again", path, why.at);
		good = false;
	} else if (good && !recording->complete) {
		warn("%s is damaged: %s; going on with what is before "
		     "(%" PRIu64 " PCs)",
		     path, why.at, recording_pcs(recording));
	}
	damaged |= good && !recording->complete;
	if (good)
		drop_others(recording, path);
	text_free(&bytes);
	text_free(&why);
	return good;
}

bool recording_save(const struct recording *recording, const char *path)
{
	struct text bytes = { 0 };
	bool good;

	recording_write(recording, &bytes);
	good = output_file(path, bytes.at, bytes.length);
	text_free(&bytes);
	return good;
}
