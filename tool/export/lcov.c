// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * lcov's tracefile, as lcov 1.16 and 2 both read it: FN and FNDA, one name for
 * a function, unique in its file.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "tool/export/export.h"

static void add_name(struct text *out, const struct coverage *coverage,
		     size_t function)
{
	const struct coverage_function *at = &coverage->functions.at[function];
	size_t i, copy = 0;

	/* Names repeat in a file with #ifdefs and templates. */
	for (i = function; i-- && coverage->functions.at[i].file == at->file;)
		copy += !strcmp(coverage->functions.at[i].name, at->name);
	text_add(out, at->name);
	if (copy)
		text_printf(out, ".%zu", copy);
}

static void add_functions(struct text *out, const struct coverage *coverage,
			  size_t first, size_t end)
{
	uint32_t reached = 0;
	size_t i;

	for (i = first; i < end; i++) {
		text_printf(out, "FN:%" PRIu32 ",",
			    coverage->functions.at[i].line);
		add_name(out, coverage, i);
		text_add(out, "\n");
	}
	for (i = first; i < end; i++) {
		text_printf(out, "FNDA:%" PRIu64 ",",
			    coverage->functions.at[i].count);
		add_name(out, coverage, i);
		text_add(out, "\n");
		reached += coverage->functions.at[i].count > 0;
	}
	text_printf(out, "FNF:%zu\nFNH:%" PRIu32 "\n", end - first, reached);
}

static void add_lines(struct text *out, const struct coverage *coverage,
		      const struct coverage_file *file)
{
	size_t next = file->first;
	struct line_coverage line;

	while (coverage_next_line(coverage, file, &next, &line))
		text_printf(out, "DA:%" PRIu32 ",%" PRIu64 "\n", line.line,
			    line.count);
	text_printf(out, "LF:%" PRIu32 "\nLH:%" PRIu32 "\n", file->lines.all,
		    file->lines.reached);
}

bool export_lcov(const struct coverage *coverage, struct text *out)
{
	size_t i, end, function = 0;

	text_add(out, "TN:kcov\n");
	for (i = 0; i < coverage->files.count; i++) {
		const struct coverage_file *file = &coverage->files.at[i];

		for (end = function; end < coverage->functions.count &&
				     coverage->functions.at[end].file == i;
		     end++)
			continue;
		/* Without a name or lines there is nothing lcov can show. */
		if (strcmp(file->path, "?") && file->lines.all) {
			text_printf(out, "SF:%s\n", file->full);
			add_functions(out, coverage, function, end);
			add_lines(out, coverage, file);
			text_add(out, "end_of_record\n");
		}
		function = end;
	}
	return true;
}
