// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* A recording being filled and let go of, by whoever makes or reads one. */
#include <stdlib.h>
#include <string.h>

#include "tool/recording/recording.h"

void recording_add_fact(struct recording *recording, const char *key,
			const char *value)
{
	array_push(&recording->facts,
		   (struct fact){ must_copy(key), must_copy(value) });
}

const char *recording_fact(const struct recording *recording, const char *key)
{
	size_t i;

	for (i = 0; i < recording->facts.count; i++)
		if (!strcmp(recording->facts.at[i].key, key))
			return recording->facts.at[i].value;
	return NULL;
}

void recording_add_image(struct recording *recording, uint64_t start,
			 uint64_t end, uint64_t bias, const char *build_id,
			 const char *path)
{
	array_push(&recording->images,
		   (struct image_entry){ start, end, bias, must_copy(build_id),
					 must_copy(path) });
}

struct task *recording_add_task(struct recording *recording, uint32_t pid,
				uint32_t tid, const char *name)
{
	struct task task = { .pid = pid, .tid = tid, .name = must_copy(name) };

	array_push(&recording->tasks, task);
	return &recording->tasks.at[recording->tasks.count - 1];
}

uint64_t recording_pcs(const struct recording *recording)
{
	uint64_t count = 0;
	size_t i;

	for (i = 0; i < recording->tasks.count; i++)
		count += recording->tasks.at[i].pcs.count;
	return count;
}

static bool says(const struct recording *recording, const char *key,
		 const char *value)
{
	const char *fact = recording_fact(recording, key);

	return fact && !strcmp(fact, value);
}

bool recording_losses_counted(const struct recording *recording)
{
	return says(recording, FACT_LOSSES, LOSSES_COUNTED);
}

bool recording_is_set(const struct recording *recording)
{
	return says(recording, FACT_RECORDS, RECORDS_SET);
}

uint64_t recording_lost(const struct recording *recording)
{
	uint64_t count = 0;
	size_t i;

	for (i = 0; i < recording->tasks.count; i++)
		count += recording->tasks.at[i].lost;
	return count;
}

void recording_drop_facts(struct recording *recording, size_t from)
{
	while (recording->facts.count > from) {
		struct fact *fact =
			&recording->facts.at[--recording->facts.count];

		free(fact->key);
		free(fact->value);
	}
}

void recording_drop_tasks(struct recording *recording, size_t from)
{
	while (recording->tasks.count > from) {
		struct task *task =
			&recording->tasks.at[--recording->tasks.count];

		free(task->name);
		free(task->pcs.at);
		free(task->comparisons.at);
	}
}

void recording_free(struct recording *recording)
{
	size_t i;

	for (i = 0; i < recording->facts.count; i++) {
		free(recording->facts.at[i].key);
		free(recording->facts.at[i].value);
	}
	for (i = 0; i < recording->images.count; i++) {
		free(recording->images.at[i].build_id);
		free(recording->images.at[i].path);
	}
	recording_drop_tasks(recording, 0);
	free(recording->facts.at);
	free(recording->images.at);
	free(recording->order);
	free(recording->tasks.at);
	memset(recording, 0, sizeof(*recording));
}

void path_unescape(char *path)
{
	char *to = path;

	for (; *path; to++) {
		if (!strncmp(path, "\\012", 4) || !strncmp(path, "\\134", 4)) {
			*to = path[1] == '0' ? '\n' : '\\';
			path += 4;
		} else {
			*to = *path++;
		}
	}
	*to = 0;
}
