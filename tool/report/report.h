/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Coverage for people: tables, annotated source, a folder of pages. */
#ifndef KCOV_TOOL_REPORT_H
#define KCOV_TOOL_REPORT_H

#include "tool/base/text.h"
#include "tool/coverage/coverage.h"
#include "tool/report/source.h"

struct report {
	const struct coverage *coverage;
	struct sources sources;
	uint32_t stable;  /* runs that have to agree, 0: nobody asked */
	bool functions;	  /* a table of functions too */
	bool annotate;	  /* the source too */
	struct text runs; /* what the pages say of them, by report_add_run() */
};

/* What is to be said of a line, worst first. */
enum mark { MARK_NONE, MARK_MISSED, MARK_SOMETIMES, MARK_PARTLY, MARK_COVERED };

enum mark mark_of(const struct report *report,
		  const struct line_coverage *line);

void report_text(const struct report *report, struct text *out);
void report_json(const struct report *report, struct text *out);
/*
 * What ran, where and when, for the pages: after each coverage_add_run(), as
 * a recording is not kept. The caller frees `runs`.
 */
void report_add_run(struct report *report, const char *path,
		    const struct recording *recording);
/* False after an error was reported. */
bool report_html(const struct report *report, const char *folder);

/*
 * The source of a file of the report, found in a folder by the longest end of
 * its path that no other file of the report has. False if it is not there.
 */
bool source_of_file(struct source *source, const struct report *report,
		    const struct coverage_file *file);

#endif /* KCOV_TOOL_REPORT_H */
