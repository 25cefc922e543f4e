// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * lcov's tracefile, as lcov 1.16 and 2 both read it: FN and FNDA, one name for
 * a function, unique in its file. Written by kcovctl export and report --lcov.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "tool/base/escape.h"
#include "tool/export/export.h"
#include "tool/export/unique.h"

/* In both lists in the same order, so that both have the same names. */
static void add_names(struct text *out, const struct coverage *coverage,
		      size_t first, size_t end, bool counts)
{
	struct unique unique = { 0 };
	struct text name = { 0 };
	size_t i;

	for (i = first; i < end; i++) {
		const struct coverage_function *function =
			&coverage->functions.at[i];

		/* What -l and its like left out is not what did not run. */
		if (!function->points.all)
			continue;
		text_cut(&name, 0);
		escape_lcov_name(&name, function->name);
		/* Names repeat in a file with #ifdefs and templates. */
		unique_name(&unique, &name);
		if (counts)
			text_printf(out, "FNDA:%" PRIu64 ",%s\n",
				    function->count, name.at);
		else
			text_printf(out, "FN:%" PRIu32 ",%s\n", function->line,
				    name.at);
	}
	text_free(&name);
	unique_free(&unique);
}

static void add_functions(struct text *out, const struct coverage *coverage,
			  size_t first, size_t end)
{
	uint32_t all = 0, reached = 0;
	size_t i;

	add_names(out, coverage, first, end, false);
	add_names(out, coverage, first, end, true);
	for (i = first; i < end; i++) {
		all += coverage->functions.at[i].points.all > 0;
		reached += coverage->functions.at[i].count > 0;
	}
	text_printf(out, "FNF:%" PRIu32 "\nFNH:%" PRIu32 "\n", all, reached);
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

void export_tell_open(const struct coverage *coverage, const char *format)
{
	if (coverage->all_points.open)
		warn("%s cannot say that some places are not known: its "
		     "percentages are too high; report shows which",
		     format);
}

bool export_lcov(const struct coverage *coverage, struct text *out)
{
	size_t i, end, function = 0;

	export_tell_open(coverage, "lcov");
	text_add(out, "TN:kcov\n");
	for (i = 0; i < coverage->files.count; i++) {
		const struct coverage_file *file = &coverage->files.at[i];

		for (end = function; end < coverage->functions.count &&
				     coverage->functions.at[end].file == i;
		     end++)
			continue;
		/* Without a name or lines there is nothing lcov can show. */
		if (strcmp(file->path, "?") && file->lines.all) {
			text_add(out, "SF:");
			escape_lcov_path(out, file->full);
			text_add(out, "\n");
			add_functions(out, coverage, function, end);
			add_lines(out, coverage, file);
			text_add(out, "end_of_record\n");
		}
		function = end;
	}
	return true;
}
