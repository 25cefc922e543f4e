// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The line that decided a call: where the sources are there, the last one that
 * ran which names the error, or stands right before it; else the last one that
 * ran. Called by why for each call that failed, before its records go.
 */
#include <string.h>

#include "tool/command/why.h"

static bool names(const struct source_line *line, const char *error)
{
	size_t length = strlen(error);
	const char *end = line->at + line->count;
	const char *at = memmem(line->at, line->count, error, length);

	return at && at > line->at && at[-1] == '-' && at + length < end &&
	       at[length] &&
	       !strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789", at[length]);
}

/* The line, counted from the place's own, that names the error; or -1. */
static int line_with(struct line_texts *texts, const struct index *index,
		     const struct place *place, const char *error)
{
	const struct source_line *line;
	uint32_t i;

	for (i = 0; i <= LINES_BEHIND && place->line; i++) {
		line = line_texts_line(texts, index, place, place->line + i);
		if (line && names(line, error))
			return (int)i;
	}
	return -1;
}

struct reason reason_of(struct symbols *symbols, struct line_texts *texts,
			const struct call *call, const char *error)
{
	struct reason last = { .place = { .function = "?", .frame = NONE } };
	const struct image_entry *image;
	size_t i;

	for (i = call->count; i--;) {
		struct reason reason = { .named = true };

		symbols_chain(symbols, call->records[i], &reason.place, 1,
			      &image);
		if (image)
			reason.index = symbols_index(symbols, image);
		if (i == call->count - 1) {
			last.place = reason.place;
			last.index = reason.index;
		}
		reason.lines =
			line_with(texts, reason.index, &reason.place, error);
		if (reason.lines >= 0)
			return reason;
	}
	return last;
}
