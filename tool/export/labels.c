// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Called by the exports that keep the order of one recording. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "tool/export/labels.h"

#define MOST_STEPS 32

static const struct index_frame *frame_of(struct labels *labels,
					  const struct image_entry *image,
					  const struct place *place)
{
	const struct index *index =
		image ? symbols_index(labels->symbols, image) : NULL;

	return index ? index_frame(index, place->frame) : NULL;
}

/* Where it is declared, NULL if nobody knows. */
static const char *file_of(struct labels *labels,
			   const struct image_entry *image,
			   const struct index_frame *frame)
{
	const struct index *index;
	struct naming_file file;

	if (!frame || frame->file == NONE)
		return NULL;
	index = symbols_index(labels->symbols, image);
	file = (struct naming_file){ index_path(index, frame->file),
				     index_string(index, frame->file),
				     image->path, image->build_id };
	return naming_path(&labels->symbols->naming, &file);
}

static void add_origin(struct labels *labels, const struct image_entry *image,
		       const struct place *place, struct text *out)
{
	const struct index_frame *frame = frame_of(labels, image, place);
	const char *file = file_of(labels, image, frame);

	if (file)
		text_printf(out, "%s:%" PRIu32, file, frame->line);
	else
		text_add(out, image ? image->path : "?");
}

/* The function's number, which is new the first time. */
static uint32_t number_of(struct labels *labels,
			  const struct image_entry *image,
			  const struct place *place)
{
	size_t which = image ? (size_t)(image -
					labels->symbols->recording->images.at) +
				       1 :
			       0;
	uint64_t key = (uint64_t)which << 32 | place->frame;
	uint32_t *known = table_value(&labels->frames, key);
	struct text identity = { 0 };
	uint32_t *slot, *count, name;

	if (*known != NONE)
		return *known;
	text_printf(&identity, "%s\n", place->function);
	add_origin(labels, image, place, &identity);
	slot = table_value(&labels->functions,
			   strings_number(&labels->strings, identity.at));
	text_free(&identity);
	*known = *slot;
	if (*slot != NONE)
		return *slot;
	*known = *slot = (uint32_t)labels->all.count;
	name = strings_number(&labels->strings, place->function);
	count = table_value(&labels->names, name);
	*count = *count == NONE ? 1 : *count + 1;
	array_push(&labels->all, (struct label_entry){ name, NULL });
	return (uint32_t)labels->all.count - 1;
}

static void read_task(struct labels *labels, const struct task *task)
{
	const struct image_entry *image;
	struct place chain[MOST_STEPS];
	size_t i, pc, steps;

	for (pc = 0; pc < task->pcs.count; pc++) {
		steps = symbols_chain(labels->symbols, task->pcs.at[pc], chain,
				      MOST_STEPS, &image);
		for (i = 0; i < steps; i++)
			number_of(labels, image, &chain[i]);
	}
}

void labels_open(struct labels *labels, struct symbols *symbols)
{
	const struct recording *recording = symbols->recording;
	size_t i;

	memset(labels, 0, sizeof(*labels));
	labels->symbols = symbols;
	for (i = 0; i < recording->tasks.count; i++)
		read_task(labels, &recording->tasks.at[i]);
}

const char *labels_of(struct labels *labels, const struct image_entry *image,
		      const struct place *place)
{
	struct label_entry *entry =
		&labels->all.at[number_of(labels, image, place)];
	struct text label = { 0 };

	if (entry->label)
		return entry->label;
	text_add(&label, place->function);
	if (*table_value(&labels->names, entry->name) > 1) {
		text_add(&label, " (");
		add_origin(labels, image, place, &label);
		text_add(&label, ")");
	}
	entry->label = label.at;
	return entry->label;
}

void labels_close(struct labels *labels)
{
	size_t i;

	for (i = 0; i < labels->all.count; i++)
		free(labels->all.at[i].label);
	free(labels->all.at);
	strings_free(&labels->strings);
	table_free(&labels->frames);
	table_free(&labels->functions);
	table_free(&labels->names);
}
