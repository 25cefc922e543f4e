// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The report of a campaign's corpus, in OUT/report, and where in it a line of a
 * trace is. Called by page.c.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tool/base/escape.h"
#include "tool/fuzz/pages.h"
#include "tool/report/report.h"

bool pages_make(struct pages *pages, const char *out)
{
	static const struct search nowhere;
	struct report report = { .coverage = &pages->coverage };
	struct recording recording;
	char path[4096];

	coverage_begin(&pages->coverage, &nowhere);
	snprintf(path, sizeof(path), "%s/corpus.rec", out);
	if (!recording_read(&recording, path))
		return false;
	coverage_add_run(&pages->coverage, &recording);
	report_add_run(&report, path, &recording);
	recording_free(&recording);
	coverage_finish(&pages->coverage);
	snprintf(path, sizeof(path), "%s/report", out);
	pages->made = report_html(&report, path);
	text_free(&report.runs);
	return pages->made;
}

void pages_free(struct pages *pages)
{
	coverage_free(&pages->coverage);
}

/* The number of a file that the report shows; -1: it does not. */
static int64_t page_of(const struct pages *pages, const char *path,
		       size_t length)
{
	const struct coverage *coverage = &pages->coverage;
	size_t i;

	for (i = 0; pages->made && i < coverage->files.count; i++)
		if (coverage->files.at[i].count &&
		    !strncmp(coverage->files.at[i].path, path, length) &&
		    !coverage->files.at[i].path[length])
			return (int64_t)i;
	return -1;
}

void pages_add_line(struct text *page, const struct pages *pages, char *line)
{
	char *place = strrchr(line, ' ');
	const char *colon = place ? strrchr(place, ':') : NULL;
	int64_t number = -1;

	if (colon && colon[1] >= '1' && colon[1] <= '9')
		number = page_of(pages, place + 1, (size_t)(colon - place - 1));
	if (number < 0) {
		escape_xml(page, line);
		return;
	}
	*place = 0;
	escape_xml(page, line);
	text_printf(page, " <a href=\"report/index.html#%d:%ld\">", (int)number,
		    strtol(colon + 1, NULL, 10));
	escape_xml(page, place + 1);
	text_add(page, "</a>");
}
