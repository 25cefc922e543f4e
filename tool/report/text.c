// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* The report as tables and marked source, for kcovctl report. */
#include <inttypes.h>
#include <string.h>

#include "tool/base/colour.h"
#include "tool/base/escape.h"
#include "tool/report/report.h"

static enum colour shade(const struct tally *tally)
{
	return !tally->reached				    ? BAD :
	       tally->reached == tally->all && !tally->open ? GOOD :
							      PARTLY;
}

static void add_tally(struct text *out, const struct tally *tally)
{
	uint32_t share = tally_share(tally, 1000);

	if (tally->open)
		text_printf(out, "%s%7" PRIu32 " %7s %6s%s  ",
			    colour(shade(tally)), tally->reached, "?", "?",
			    colour(PLAIN));
	else
		text_printf(out,
			    "%s%7" PRIu32 " %7" PRIu32 " %3" PRIu32 ".%" PRIu32
			    "%%%s  ",
			    colour(shade(tally)), tally->reached, tally->all,
			    share / 10, share % 10, colour(PLAIN));
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
		escape_line(out, file->path);
		text_add(out, "\n");
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
		text_printf(out, "%12" PRIu64 "  ", function->count);
		escape_function(out, function->name);
		text_printf(out, "  %s", colour(FAINT));
		escape_line(out, coverage->files.at[function->file].path);
		text_printf(out, ":%" PRIu32 "%s\n", function->line,
			    colour(PLAIN));
	}
}

/* "+" covered, "~" partly, "?" in some runs only, "-" missed. */
static void add_line(struct text *out, const struct report *report,
		     const struct line_coverage *line,
		     const struct source_line *source)
{
	static const char letters[] = { ' ', '-', '?', '~', '+' };
	static const enum colour colours[] = { PLAIN, BAD, PARTLY, PARTLY,
					       GOOD };
	enum mark mark = line->points.all ? mark_of(report, line) : MARK_NONE;

	if (mark == MARK_NONE)
		text_printf(out, "%10s %6" PRIu32 "  ", "", line->line);
	else
		text_printf(out, "%s%9" PRIu64 "%c %6" PRIu32 "  ",
			    colour(colours[mark]), line->count, letters[mark],
			    line->line);
	escape_source(out, source->at, source->count);
	text_printf(out, "%s\n", mark == MARK_NONE ? "" : colour(PLAIN));
}

static void add_source(struct text *out, const struct report *report,
		       const struct coverage_file *file)
{
	static const struct source_line nothing = { "", 0 };
	struct line_coverage line;
	struct source source;
	size_t next = file->first;
	uint32_t number = 1;
	bool more;

	text_printf(out, "\n%s", colour(STRONG));
	escape_line(out, file->path);
	text_printf(out, "%s\n", colour(PLAIN));
	if (!source_of_file(&source, report, file))
		warn("no source of %s: name its folder with --source",
		     file->path);
	more = coverage_next_line(report->coverage, file, &next, &line);
	for (; more || number <= source.count; number++) {
		struct line_coverage plain = { .line = number };
		const struct source_line *text =
			number <= source.count ? &source.lines[number - 1] :
						 &nothing;

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
