// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Lines of source beside what ran. Called by why, cat and symbolise for one
 * record after the other. Sources may have changed or be gone since they were
 * compiled: then a line has no text.
 */
#include <stdlib.h>
#include <string.h>

#include "tool/base/escape.h"
#include "tool/coverage/place.h"
#include "tool/report/line_text.h"

/* Columns as wide as most names are; longer ones push the rest. */
enum { FUNCTION_COLUMN = 16, PLACE_COLUMN = 24 };

/* Whether one file of the image alone has a path that ends so. */
static bool ends_one_path(const char *end, const void *data)
{
	const struct index *index = data;
	const char *full, *found = NULL;
	size_t i, whole, length = strlen(end);
	uint32_t last = NONE;

	for (i = 0; i < index->header->rows.count; i++) {
		if (index->rows[i].file == NONE || index->rows[i].file == last)
			continue;
		last = index->rows[i].file;
		full = index_string(index, last);
		whole = strlen(full);
		if (full == found || whole < length ||
		    strcmp(full + whole - length, end) ||
		    (whole > length && full[whole - length - 1] != '/'))
			continue;
		if (found)
			return false;
		found = full;
	}
	return found;
}

const struct source *line_texts_file(struct line_texts *texts,
				     const struct index *index,
				     const struct place *place)
{
	struct line_text_file file = { .full = place->full };
	size_t i;

	for (i = texts->files.count; i--;)
		if (texts->files.at[i].full == place->full)
			return &texts->files.at[i].source;
	source_read(&file.source, &texts->places, place->file, place->full,
		    index ? ends_one_path : NULL, index);
	array_push(&texts->files, file);
	return &texts->files.at[texts->files.count - 1].source;
}

const struct source_line *line_texts_line(struct line_texts *texts,
					  const struct index *index,
					  const struct place *place,
					  uint32_t line)
{
	const struct source *source;

	if (!place->file || !line)
		return NULL;
	source = line_texts_file(texts, index, place);
	return line <= source->count ? &source->lines[line - 1] : NULL;
}

static void pad(struct text *out, size_t from, size_t column)
{
	do
		text_add(out, " ");
	while (out->length - from < column);
}

static void add_trimmed(struct text *out, const struct source_line *line)
{
	size_t skipped = 0;

	while (skipped < line->count &&
	       (line->at[skipped] == ' ' || line->at[skipped] == '\t'))
		skipped++;
	escape_source(out, line->at + skipped, line->count - skipped);
}

void annotate_line(struct line_texts *texts, const struct index *index,
		   const struct place *chain, size_t steps, struct text *out)
{
	const struct source_line *line =
		line_texts_line(texts, index, &chain[0], chain[0].line);
	struct text now = { 0 };
	size_t from;

	place_functions(&now, chain, steps);
	pad(&now, 0, FUNCTION_COLUMN);
	from = now.length;
	/* It begins with the blank that divides it from the function. */
	now.length--;
	if (!place_line(&now, &chain[0]))
		text_add(&now, " ?");
	if (line) {
		pad(&now, from, PLACE_COLUMN);
		add_trimmed(&now, line);
	}
	text_add(&now, "\n");
	if (texts->last.length == now.length &&
	    !memcmp(texts->last.at, now.at, now.length)) {
		text_free(&now);
		return;
	}
	text_add_bytes(out, now.at, now.length);
	text_free(&texts->last);
	texts->last = now;
}

void line_texts_free(struct line_texts *texts)
{
	size_t i;

	for (i = 0; i < texts->files.count; i++)
		source_free(&texts->files.at[i].source);
	free(texts->files.at);
	free(texts->places.places.at);
	text_free(&texts->last);
}
