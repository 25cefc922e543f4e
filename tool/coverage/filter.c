// SPDX-License-Identifier: GPL-2.0-only OR MIT
#include <fnmatch.h>
#include <stdlib.h>

#include "tool/coverage/filter.h"

typedef ARRAY_OF(const char *) pattern_array;

static bool matches(const void *patterns, const char *text)
{
	const pattern_array *array = patterns;
	size_t i;

	for (i = 0; i < array->count; i++)
		if (!fnmatch(array->at[i], text, 0))
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
		  const char *path)
{
	return (!filter->functions.count ||
		matches(&filter->functions, function)) &&
	       (!filter->files.count || matches(&filter->files, path)) &&
	       !matches(&filter->without, function) &&
	       !matches(&filter->without, path);
}

bool filter_takes_pc(const struct filter *filter, struct symbols *symbols,
		     uint64_t pc)
{
	const struct image_entry *image;
	struct place place;

	if (filter_is_empty(filter))
		return true;
	symbols_chain(symbols, pc, &place, 1, &image);
	return filter_takes(filter, place.function,
			    place.file ? place.file : "?");
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
