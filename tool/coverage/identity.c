// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Which places belong to one file and to one function, called once by
 * coverage_finish(). A function is one if its name, its line and its file are;
 * where the file is not known, or is known by a relative path, also its image.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "tool/coverage/coverage.h"
#include "tool/coverage/identity.h"

struct identities {
	struct coverage *coverage;
	struct strings strings;	  /* identities, as text */
	struct table files;	  /* identity to file */
	struct table functions;	  /* identity to function */
	struct table known_files; /* image and string to file */
	struct table known;	  /* image and frame to function */
};

static uint64_t key_of(uint32_t image, uint32_t number)
{
	return (uint64_t)image << 32 | number;
}

static uint32_t *slot_of(struct identities *of, struct table *table,
			 struct text *identity)
{
	uint32_t number = strings_number(&of->strings, identity->at);

	text_free(identity);
	return table_value(table, number);
}

static struct naming_file facts_of(const struct coverage *coverage,
				   uint32_t image, uint32_t string)
{
	const struct coverage_image *at = &coverage->images.at[image];

	return (struct naming_file){ index_path(at->index, string),
				     index_string(at->index, string), at->path,
				     at->build_id };
}

static uint32_t file_number(struct identities *of, uint32_t image,
			    uint32_t string)
{
	struct coverage *coverage = of->coverage;
	struct naming_file facts = { "?", "?", "", "" };
	uint32_t *known = table_value(&of->known_files, key_of(image, string));
	struct text identity = { 0 };
	uint32_t *slot;

	if (*known != NONE)
		return *known;
	/* Of what nobody knows there is one. */
	if (string == NONE)
		text_add(&identity, "?");
	else
		facts = facts_of(coverage, image, string);
	if (string != NONE)
		naming_identity(&facts, &identity);
	slot = slot_of(of, &of->files, &identity);
	if (*slot == NONE) {
		*slot = (uint32_t)coverage->files.count;
		array_push(&coverage->files,
			   (struct coverage_file){ .image = image,
						   .string = string });
	}
	*known = *slot;
	return *slot;
}

static uint32_t function_number(struct identities *of,
				const struct coverage_point *point)
{
	struct coverage *coverage = of->coverage;
	const struct index *index = coverage->images.at[point->image].index;
	const struct index_frame *frame = index_frame(index, point->function);
	const char *name = frame ? index_string(index, frame->name) : "?";
	uint32_t line = frame ? frame->line : 0, file = point->file, *slot;
	uint32_t *known =
		table_find(&of->known, key_of(point->image, point->function));
	struct text identity = { 0 };

	if (frame && known)
		return *known;
	/* Where it is declared in a header, that is its file. */
	if (frame && frame->file != NONE)
		file = file_number(of, point->image, frame->file);
	text_printf(&identity, "%" PRIu32 " %" PRIu32 " %" PRIu32 " %s", file,
		    line,
		    coverage->files.at[file].string == NONE ? point->image : 0,
		    name);
	slot = slot_of(of, &of->functions, &identity);
	if (*slot == NONE) {
		*slot = (uint32_t)coverage->functions.count;
		array_push(&coverage->functions,
			   (struct coverage_function){
				   .name = name, .file = file, .line = line });
	}
	line = *slot;
	if (frame)
		*table_value(&of->known,
			     key_of(point->image, point->function)) = line;
	return line;
}

/* The label of that kind; of an unknown file there is one only. */
static char *label_of(const struct coverage *coverage,
		      const struct coverage_file *file, enum label label)
{
	struct naming_file facts;
	struct text text = { 0 };

	if (file->string == NONE)
		return must_copy("?");
	facts = facts_of(coverage, file->image, file->string);
	naming_label(&facts, label, &text);
	return text.at;
}

/* Gives files that have no label yet one of that kind, if no other has it. */
static bool label_files(struct coverage *coverage, enum label label,
			char **labels)
{
	size_t i, count = coverage->files.count;
	char **wanted = must_alloc(NULL, count, sizeof(*wanted));
	struct strings strings = { 0 };
	struct table owners = { 0 };
	uint32_t *owner, number;
	bool all = true;

	for (i = 0; i < count; i++) {
		wanted[i] = labels[i] ? labels[i] :
					label_of(coverage,
						 &coverage->files.at[i], label);
		number = strings_number(&strings, wanted[i]);
		owner = table_value(&owners, number);
		*owner = *owner == NONE ? (uint32_t)i : (uint32_t)count;
	}
	for (i = 0; i < count; i++) {
		number = strings_number(&strings, wanted[i]);
		if (labels[i])
			continue;
		if (*table_value(&owners, number) == i || label + 1 == LABELS) {
			labels[i] = wanted[i];
			continue;
		}
		free(wanted[i]);
		all = false;
	}
	free(wanted);
	strings_free(&strings);
	table_free(&owners);
	return all;
}

static char **labels_from(struct coverage *coverage, enum label least)
{
	size_t count = coverage->files.count;
	char **labels = must_alloc(NULL, count, sizeof(*labels));
	enum label label = least;

	memset(labels, 0, count * sizeof(*labels));
	while (!label_files(coverage, label, labels) && ++label < LABELS)
		continue;
	return labels;
}

static void name_files(struct coverage *coverage)
{
	char **paths = labels_from(coverage, LABEL_SHORT);
	char **fulls = labels_from(coverage, LABEL_FULL);
	size_t i;

	for (i = 0; i < coverage->files.count; i++) {
		struct coverage_file *file = &coverage->files.at[i];
		struct naming_file facts = { "?", "?", "", "" };

		if (file->string != NONE)
			facts = facts_of(coverage, file->image, file->string);
		file->path = paths[i];
		file->full = fulls[i];
		file->brief = facts.path;
		file->is_labelled = strcmp(file->full, facts.full) != 0;
	}
	free(paths);
	free(fulls);
}

void coverage_identify(struct coverage *coverage)
{
	struct identities of = { .coverage = coverage };
	size_t i;

	for (i = 0; i < coverage->points.count; i++) {
		struct coverage_point *point = &coverage->points.at[i];

		point->file = file_number(&of, point->image, point->file);
		point->function = function_number(&of, point);
	}
	name_files(coverage);
	table_free(&of.files);
	table_free(&of.functions);
	table_free(&of.known_files);
	table_free(&of.known);
	strings_free(&of.strings);
}
