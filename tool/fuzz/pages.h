/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* OUT/report: what a corpus reaches, line by line, for a browser. */
#ifndef KCOV_TOOL_PAGES_H
#define KCOV_TOOL_PAGES_H

#include "tool/base/text.h"
#include "tool/coverage/coverage.h"

struct pages {
	struct coverage coverage;
	bool made;
};

/* Of OUT/corpus.rec; false after an error was reported. Needs pages_free(). */
bool pages_make(struct pages *pages, const char *out);
void pages_free(struct pages *pages);

/* A line of a trace; a place at its end that the report shows is a link. */
void pages_add_line(struct text *page, const struct pages *pages, char *line);

#endif /* KCOV_TOOL_PAGES_H */
