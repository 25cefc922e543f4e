// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* From places to lines, files and functions. */
#include <stdlib.h>
#include <string.h>

#include "tool/coverage/coverage.h"
#include "tool/coverage/table.h"

/* Strings of several images by what they say: one file, one number. */
struct naming {
	struct strings strings;
	struct table files;	/* number in strings to file */
	struct table functions; /* file, line and name to function */
};

static uint32_t file_number(struct coverage *coverage, struct naming *naming,
			    const struct index *index, uint32_t string)
{
	const char *full = string == NONE ? "?" : index_string(index, string);
	const char *path = string == NONE ? "?" : index_path(index, string);
	uint32_t number = strings_number(&naming->strings, full);
	uint32_t *slot = table_value(&naming->files, number);

	if (*slot == NONE) {
		*slot = (uint32_t)coverage->files.count;
		array_push(&coverage->files,
			   (struct coverage_file){ .path = path,
						   .full = full });
	}
	return *slot;
}

static uint32_t function_number(struct coverage *coverage,
				struct naming *naming,
				const struct index *index, uint32_t frame,
				uint32_t file)
{
	const struct index_frame *known = index_frame(index, frame);
	const char *name = known ? index_string(index, known->name) : "?";
	uint32_t line = known ? known->line : 0;
	uint64_t key = strings_number(&naming->strings, name);
	uint32_t *slot;

	/* Where it is declared in a header, that is its file. */
	if (known && known->file != NONE)
		file = file_number(coverage, naming, index, known->file);
	key = key << 40 ^ (uint64_t)file << 20 ^ line ^ key >> 24;
	slot = table_value(&naming->functions, key);
	if (*slot == NONE) {
		*slot = (uint32_t)coverage->functions.count;
		array_push(&coverage->functions,
			   (struct coverage_function){
				   name, file, line, 0, { 0 } });
	}
	return *slot;
}

static void name_points(struct coverage *coverage)
{
	struct naming naming = { 0 };
	size_t i;

	for (i = 0; i < coverage->points.count; i++) {
		struct coverage_point *point = &coverage->points.at[i];
		const struct index *index =
			coverage->images.at[point->image].index;

		point->runs &= 0xffff;
		point->file =
			file_number(coverage, &naming, index, point->file);
		point->function = function_number(coverage, &naming, index,
						  point->function, point->file);
	}
	table_free(&naming.files);
	table_free(&naming.functions);
	strings_free(&naming.strings);
}

static bool is_wanted(const struct coverage *coverage,
		      const struct coverage_point *point)
{
	return filter_takes(coverage->filter,
			    coverage->functions.at[point->function].name,
			    coverage->files.at[point->file].path);
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

static void add(struct tally *tally, const struct coverage *coverage,
		const struct coverage_point *point)
{
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
	name_points(coverage);
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

double tally_percent(const struct tally *tally)
{
	return tally->all ? 100.0 * tally->reached / tally->all : 0;
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
	free(coverage->files.at);
	free(coverage->functions.at);
	free(coverage->image_points);
}
