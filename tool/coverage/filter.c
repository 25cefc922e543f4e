// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* -l, -g and -n, for all commands that have them. Patterns are the user's. */
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>

#include "tool/base/fail.h"
#include "tool/base/nearest.h"
#include "tool/coverage/filter.h"

typedef ARRAY_OF(const char *) pattern_array;

static bool is_function(const void *patterns, const char *name)
{
	const pattern_array *array = patterns;
	size_t i;

	for (i = 0; i < array->count; i++)
		if (name_matches(array->at[i], name))
			return true;
	return false;
}

static bool is_file(const void *patterns, const struct file_names *file)
{
	const pattern_array *array = patterns;
	size_t i;

	for (i = 0; i < array->count; i++)
		if (!fnmatch(array->at[i], file->path, 0) ||
		    !fnmatch(array->at[i], file->full, 0) ||
		    !fnmatch(array->at[i], file->brief, 0))
			return true;
	return false;
}

void filter_option(struct filter *filter, int option, const char *value)
{
	switch (option) {
	case 'l':
		array_push(&filter->functions, value);
		break;
	case 'g':
		array_push(&filter->files, value);
		break;
	case 'n':
		array_push(&filter->without, value);
		break;
	}
}

bool filter_takes(const struct filter *filter, const char *function,
		  const struct file_names *file)
{
	return (!filter->functions.count ||
		is_function(&filter->functions, function)) &&
	       (!filter->files.count || is_file(&filter->files, file)) &&
	       !is_function(&filter->without, function) &&
	       !is_file(&filter->without, file);
}

bool filter_takes_pc(const struct filter *filter, struct symbols *symbols,
		     uint64_t pc)
{
	struct file_names file = { "?", "?", "?" };
	const struct image_entry *image;
	struct place place;

	if (filter_is_empty(filter))
		return true;
	symbols_chain(symbols, pc, &place, 1, &image);
	if (place.file)
		file = (struct file_names){ place.file, place.full,
					    place.brief };
	return filter_takes(filter, place.function, &file);
}

/* Names are short here, as people type them. */
static void offer(struct nearest *nearest, struct symbols *symbols, uint64_t pc,
		  char *kept, size_t room)
{
	const struct image_entry *image;
	struct text name = { 0 };
	struct place place;

	symbols_chain(symbols, pc, &place, 1, &image);
	name_brief(place.function, &name);
	nearest_offer(nearest, name.at);
	if (nearest->name == name.at) {
		snprintf(kept, room, "%s", name.at);
		nearest->name = kept;
	}
	text_free(&name);
}

void filter_say_nothing(const struct filter *filter, struct symbols *symbols)
{
	const struct recording *recording = symbols->recording;
	struct nearest nearest = { 0 };
	char kept[128];
	size_t i, j;

	if (!filter->functions.count || !recording_pcs(recording))
		return;
	nearest.typed = filter->functions.at[0];
	for (i = 0; i < recording->tasks.count; i++)
		for (j = 0; j < recording->tasks.at[i].pcs.count; j++)
			offer(&nearest, symbols,
			      recording->tasks.at[i].pcs.at[j], kept,
			      sizeof(kept));
	if (nearest.name)
		warn("no function \"%s\" ran: did you mean %s?", nearest.typed,
		     nearest.name);
	else
		warn("no function \"%s\" ran", nearest.typed);
}

bool filter_is_empty(const struct filter *filter)
{
	return !filter->functions.count && !filter->files.count &&
	       !filter->without.count;
}

void filter_free(struct filter *filter)
{
	free(filter->functions.at);
	free(filter->files.at);
	free(filter->without.at);
}
