/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Coverage for people: tables, annotated source, a folder of pages. */
#ifndef KCOV_TOOL_REPORT_H
#define KCOV_TOOL_REPORT_H

#include "tool/base/text.h"
#include "tool/coverage/coverage.h"

struct report {
	const struct coverage *coverage;
	const char *source; /* where sources are, NULL: where they were */
	uint32_t stable;    /* runs that have to agree, 0: nobody asked */
	bool functions;	    /* a table of functions too */
	bool annotate;	    /* the source too */
};

/* What is to be said of a line, worst first. */
enum mark { MARK_NONE, MARK_MISSED, MARK_SOMETIMES, MARK_PARTLY, MARK_COVERED };

enum mark mark_of(const struct report *report,
		  const struct line_coverage *line);

void report_text(const struct report *report, struct text *out);
void report_json(const struct report *report, struct text *out);
/* False after an error was reported. */
bool report_html(const struct report *report, const char *folder);

/* source.c: the text of a file, as lines; false if it cannot be found. */
struct source {
	char *bytes;
	char **lines;
	size_t count;
};
/* In `folder`, if not NULL, by the shorter path; else by the full one. */
bool source_read(struct source *source, const char *folder, const char *path,
		 const char *full);
void source_free(struct source *source);

#endif /* KCOV_TOOL_REPORT_H */
