// SPDX-License-Identifier: GPL-2.0-only OR MIT
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

const struct image_entry *recording_image(const struct recording *recording,
					  uint64_t pc)
{
	size_t i;

	/* Few images: a program with its libraries, a kernel with modules. */
	for (i = 0; i < recording->images.count; i++) {
		const struct image_entry *image = &recording->images.at[i];

		/* A return address may be the first one behind the code. */
		if (pc > image->start && pc <= image->end)
			return image;
	}
	return NULL;
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

uint64_t recording_lost(const struct recording *recording)
{
	uint64_t count = 0;
	size_t i;

	for (i = 0; i < recording->tasks.count; i++)
		count += recording->tasks.at[i].lost;
	return count;
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
	for (i = 0; i < recording->tasks.count; i++) {
		free(recording->tasks.at[i].name);
		free(recording->tasks.at[i].pcs.at);
		free(recording->tasks.at[i].comparisons.at);
	}
	free(recording->facts.at);
	free(recording->images.at);
	free(recording->tasks.at);
	memset(recording, 0, sizeof(*recording));
}
