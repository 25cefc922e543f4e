// SPDX-License-Identifier: GPL-2.0-only OR MIT
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tool/report/report.h"

static FILE *open_source(const char *folder, const char *path, const char *full)
{
	struct text place = { 0 };
	FILE *stream = NULL;

	if (folder) {
		text_printf(&place, "%s/%s", folder, path);
		stream = fopen(place.at, "re");
		text_free(&place);
	}
	return stream ? stream : fopen(full, "re");
}

bool source_read(struct source *source, const char *folder, const char *path,
		 const char *full)
{
	FILE *stream = open_source(folder, path, full);
	ARRAY_OF(char *) lines = { 0 };
	struct text text = { 0 };
	char buffer[1 << 14], *rest, *line;
	size_t bytes;

	memset(source, 0, sizeof(*source));
	if (!stream)
		return false;
	while ((bytes = fread(buffer, 1, sizeof(buffer), stream)))
		text_add_bytes(&text, buffer, bytes);
	fclose(stream);
	if (text.length && text.at[text.length - 1] == '\n')
		text.at[--text.length] = 0;
	rest = text.at;
	while (rest && (line = strsep(&rest, "\n")))
		array_push(&lines, line);
	*source = (struct source){ text.at, lines.at, lines.count };
	return true;
}

void source_free(struct source *source)
{
	free(source->bytes);
	free(source->lines);
}

enum mark mark_of(const struct report *report, const struct line_coverage *line)
{
	if (!line->points.reached)
		return MARK_MISSED;
	if (report->stable && line->runs < report->stable)
		return MARK_SOMETIMES;
	return line->points.reached < line->points.all ? MARK_PARTLY :
							 MARK_COVERED;
}
