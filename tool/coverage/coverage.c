// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * From places to lines, files and functions. Called by commands that have added
 * their recordings; afterwards nothing changes any more.
 */
#include <stdlib.h>
#include <string.h>

#include "tool/coverage/identity.h"

static bool is_wanted(const struct coverage *coverage,
		      const struct coverage_point *point)
{
	const struct coverage_file *file = &coverage->files.at[point->file];
	struct file_names names = { file->path, file->full, file->brief };

	return filter_takes(coverage->filter,
			    coverage->functions.at[point->function].name,
			    &names);
}

static void drop_unwanted(struct coverage *coverage)
{
	size_t i, kept = 0;

	for (i = 0; i < coverage->points.count; i++)
		if (is_wanted(coverage, &coverage->points.at[i]))
			coverage->points.at[kept++] = coverage->points.at[i];
	coverage->points.count = kept;
}

static int by_path(const void *a, const void *b, void *data)
{
	const struct coverage_file *files = data;
	const char *x = files[*(const uint32_t *)a].path;
	const char *y = files[*(const uint32_t *)b].path;

	return strcmp(x, y);
}

/* Files in the order of their paths; what refers to them follows. */
static void sort_files(struct coverage *coverage)
{
	size_t i, count = coverage->files.count;
	uint32_t *order = must_alloc(NULL, count, sizeof(*order));
	uint32_t *place = must_alloc(NULL, count, sizeof(*place));
	struct coverage_file *sorted = must_alloc(NULL, count, sizeof(*sorted));

	for (i = 0; i < count; i++)
		order[i] = (uint32_t)i;
	qsort_r(order, count, sizeof(*order), by_path, coverage->files.at);
	for (i = 0; i < count; i++) {
		sorted[i] = coverage->files.at[order[i]];
		place[order[i]] = (uint32_t)i;
	}
	for (i = 0; i < coverage->points.count; i++)
		coverage->points.at[i].file =
			place[coverage->points.at[i].file];
	for (i = 0; i < coverage->functions.count; i++)
		coverage->functions.at[i].file =
			place[coverage->functions.at[i].file];
	free(coverage->files.at);
	coverage->files.at = sorted;
	free(order);
	free(place);
}

static int by_line(const void *a, const void *b)
{
	const struct coverage_point *x = a, *y = b;

	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->image != y->image)
		return x->image < y->image ? -1 : 1;
	return (x->address > y->address) - (x->address < y->address);
}

/* Places were reached in it, but which others there are nobody knows. */
static bool is_open(const struct coverage *coverage, uint32_t image)
{
	const struct index *index = coverage->images.at[image].index;

	return !(index->header->flags & HAS_POINTS) || !index->points_count;
}

static const char *why_open(uint32_t flags)
{
	if (flags & HAS_STRANGE_CALLS)
		return "its machine, or how it was compiled, has calls that "
		       "kcovctl does not read";
	if (flags & HAS_CODE)
		return "it was stripped of its symbols: put its debug file "
		       "beside it or name the whole file with --image";
	return "only its debug file is here: name the program with --image";
}

static void warn_of_open(const struct coverage *coverage)
{
	uint32_t last = NONE;
	size_t i;

	/* Extra places of an image need not stand together. */
	for (i = 0; i < coverage->extras.count; i++) {
		uint32_t image = coverage->extras.at[i].image;
		const struct coverage_image *of = &coverage->images.at[image];

		if (image == last || !is_open(coverage, image))
			continue;
		if (last == NONE)
			warn("%s: what did not run of it is not known, as %s; "
			     "its percentages are left open",
			     of->path, why_open(of->index->header->flags));
		last = image;
	}
}

static void add(struct tally *tally, const struct coverage *coverage,
		const struct coverage_point *point)
{
	tally->open |= is_open(coverage, point->image);
	tally->all++;
	tally->reached += point->runs > 0;
	tally->partly += point->runs > 0 && point->runs < coverage->runs;
}

static void count_points(struct coverage *coverage)
{
	size_t i;

	for (i = 0; i < coverage->points.count; i++) {
		const struct coverage_point *point = &coverage->points.at[i];
		struct coverage_file *file = &coverage->files.at[point->file];
		struct coverage_function *function =
			&coverage->functions.at[point->function];

		coverage->images.at[point->image].points++;
		if (!file->count++)
			file->first = i;
		add(&file->points, coverage, point);
		add(&function->points, coverage, point);
		add(&coverage->all_points, coverage, point);
		if (point->count > function->count)
			function->count = point->count;
	}
}

static void count_lines(struct coverage *coverage)
{
	struct line_coverage line;
	size_t i, next;

	for (i = 0; i < coverage->files.count; i++) {
		struct coverage_file *file = &coverage->files.at[i];

		next = file->first;
		while (coverage_next_line(coverage, file, &next, &line)) {
			bool partly = line.points.reached &&
				      line.points.reached < line.points.all;

			file->lines.all++;
			file->lines.reached += line.points.reached > 0;
			file->lines.partly += partly;
		}
		file->lines.open = file->points.open;
		coverage->all_lines.open |= file->points.open;
		coverage->all_lines.all += file->lines.all;
		coverage->all_lines.reached += file->lines.reached;
		coverage->all_lines.partly += file->lines.partly;
	}
}

static int by_place(const void *a, const void *b, void *data)
{
	const struct coverage_function *functions = data;
	const struct coverage_function *x = &functions[*(const uint32_t *)a];
	const struct coverage_function *y = &functions[*(const uint32_t *)b];

	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return strcmp(x->name, y->name);
}

static void sort_functions(struct coverage *coverage)
{
	size_t i, count = coverage->functions.count;
	uint32_t *order = must_alloc(NULL, count, sizeof(*order));
	uint32_t *place = must_alloc(NULL, count, sizeof(*place));
	struct coverage_function *sorted =
		must_alloc(NULL, count, sizeof(*sorted));

	for (i = 0; i < count; i++)
		order[i] = (uint32_t)i;
	qsort_r(order, count, sizeof(*order), by_place, coverage->functions.at);
	for (i = 0; i < count; i++) {
		sorted[i] = coverage->functions.at[order[i]];
		place[order[i]] = (uint32_t)i;
	}
	for (i = 0; i < coverage->points.count; i++)
		coverage->points.at[i].function =
			place[coverage->points.at[i].function];
	free(coverage->functions.at);
	coverage->functions.at = sorted;
	free(order);
	free(place);
}

void coverage_finish(struct coverage *coverage)
{
	size_t i;

	for (i = 0; i < coverage->extras.count; i++)
		array_push(&coverage->points, coverage->extras.at[i]);
	coverage_identify(coverage);
	warn_of_open(coverage);
	if (coverage->filter)
		drop_unwanted(coverage);
	sort_files(coverage);
	sort_functions(coverage);
	if (coverage->points.count)
		qsort(coverage->points.at, coverage->points.count,
		      sizeof(*coverage->points.at), by_line);
	count_points(coverage);
	count_lines(coverage);
}

bool coverage_next_line(const struct coverage *coverage,
			const struct coverage_file *file, size_t *next,
			struct line_coverage *line)
{
	size_t end = file->first + file->count;

	while (*next < end && !coverage->points.at[*next].line)
		++*next;
	if (*next >= end)
		return false;
	*line = (struct line_coverage){
		.line = coverage->points.at[*next].line,
		.first = UINT64_MAX,
	};
	for (; *next < end && coverage->points.at[*next].line == line->line;
	     ++*next) {
		const struct coverage_point *point =
			&coverage->points.at[*next];

		add(&line->points, coverage, point);
		if (!point->runs)
			continue;
		if (point->count > line->count)
			line->count = point->count;
		if (point->first < line->first)
			line->first = point->first;
		if (!line->runs || point->runs < line->runs)
			line->runs = point->runs;
	}
	return true;
}

uint32_t tally_share(const struct tally *tally, uint32_t whole)
{
	uint64_t share;

	if (!tally->all)
		return 0;
	share = ((uint64_t)tally->reached * whole + tally->all / 2) /
		tally->all;
	if (!share && tally->reached)
		return 1;
	return share == whole && tally->reached < tally->all ? whole - 1 :
							       (uint32_t)share;
}

void coverage_free(struct coverage *coverage)
{
	size_t i;

	for (i = 0; i < coverage->images.count; i++) {
		free(coverage->images.at[i].build_id);
		free(coverage->images.at[i].path);
		index_free(coverage->images.at[i].index);
	}
	free(coverage->images.at);
	free(coverage->points.at);
	free(coverage->extras.at);
	table_free(&coverage->extra_numbers);
	for (i = 0; i < coverage->files.count; i++) {
		free(coverage->files.at[i].path);
		free(coverage->files.at[i].full);
	}
	free(coverage->files.at);
	free(coverage->functions.at);
	free(coverage->image_points);
}
