// SPDX-License-Identifier: GPL-2.0-only OR MIT
#include <inttypes.h>
#include <string.h>

#include "tool/base/colour.h"
#include "tool/report/report.h"

static enum colour shade(const struct tally *tally)
{
	return !tally->reached		    ? BAD :
	       tally->reached == tally->all ? GOOD :
					      PARTLY;
}

/* 100 only if nothing is missing. */
static double honest_percent(const struct tally *tally)
{
	double percent = tally_percent(tally);

	return percent > 99.9 && tally->reached < tally->all ? 99.9 : percent;
}

static void add_tally(struct text *out, const struct tally *tally)
{
	text_printf(out, "%s%7" PRIu32 " %7" PRIu32 " %5.1f%%%s  ",
		    colour(shade(tally)), tally->reached, tally->all,
		    honest_percent(tally), colour(PLAIN));
}

static void add_files(struct text *out, const struct coverage *coverage)
{
	size_t i;

	text_printf(out, "%s%23s  %23s  %s%s\n", colour(STRONG),
		    "places reached, of", "lines reached, of", "file",
		    colour(PLAIN));
	for (i = 0; i < coverage->files.count; i++) {
		const struct coverage_file *file = &coverage->files.at[i];

		if (!file->count)
			continue;
		add_tally(out, &file->points);
		add_tally(out, &file->lines);
		text_printf(out, "%s\n", file->path);
	}
	add_tally(out, &coverage->all_points);
	add_tally(out, &coverage->all_lines);
	text_add(out, "all\n");
}

static void add_functions(struct text *out, const struct coverage *coverage)
{
	size_t i;

	text_printf(out, "\n%s%23s  %12s  %s%s\n", colour(STRONG),
		    "places reached, of", "times", "function", colour(PLAIN));
	for (i = 0; i < coverage->functions.count; i++) {
		const struct coverage_function *function =
			&coverage->functions.at[i];

		if (!function->points.all)
			continue;
		add_tally(out, &function->points);
		text_printf(out, "%12" PRIu64 "  %s  %s%s:%" PRIu32 "%s\n",
			    function->count, function->name, colour(FAINT),
			    coverage->files.at[function->file].path,
			    function->line, colour(PLAIN));
	}
}

/* "+" covered, "~" partly, "?" in some runs only, "-" missed. */
static void add_line(struct text *out, const struct report *report,
		     const struct line_coverage *line, const char *source)
{
	static const char letters[] = { ' ', '-', '?', '~', '+' };
	static const enum colour colours[] = { PLAIN, BAD, PARTLY, PARTLY,
					       GOOD };
	enum mark mark = line->points.all ? mark_of(report, line) : MARK_NONE;

	if (mark == MARK_NONE)
		text_printf(out, "%10s %6" PRIu32 "  %s\n", "", line->line,
			    source);
	else
		text_printf(out, "%s%9" PRIu64 "%c %6" PRIu32 "  %s%s\n",
			    colour(colours[mark]), line->count, letters[mark],
			    line->line, source, colour(PLAIN));
}

static void add_source(struct text *out, const struct report *report,
		       const struct coverage_file *file)
{
	struct line_coverage line;
	struct source source;
	size_t next = file->first;
	uint32_t number = 1;
	bool more;

	text_printf(out, "\n%s%s%s\n", colour(STRONG), file->path,
		    colour(PLAIN));
	if (!source_read(&source, report->source, file->path, file->full))
		warn("no source of %s: name its folder with --source",
		     file->path);
	more = coverage_next_line(report->coverage, file, &next, &line);
	for (; more || number <= source.count; number++) {
		struct line_coverage plain = { .line = number };
		const char *text =
			number <= source.count ? source.lines[number - 1] : "";

		/* Without the source only what is known of lines. */
		if (more && line.line > number && number > source.count)
			number = line.line;
		if (!more || line.line != number) {
			add_line(out, report, &plain, text);
			continue;
		}
		add_line(out, report, &line, text);
		more = coverage_next_line(report->coverage, file, &next, &line);
	}
	source_free(&source);
}

void report_text(const struct report *report, struct text *out)
{
	const struct coverage *coverage = report->coverage;
	size_t i;

	add_files(out, coverage);
	if (report->functions)
		add_functions(out, coverage);
	for (i = 0; report->annotate && i < coverage->files.count; i++)
		if (coverage->files.at[i].lines.all)
			add_source(out, report, &coverage->files.at[i]);
	if (report->stable)
		text_printf(out,
			    "\nin some of %" PRIu32 " runs only: %" PRIu32
			    " places\n",
			    coverage->runs, coverage->all_points.partly);
}
