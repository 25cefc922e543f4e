/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The text of single lines, for commands that show code in the order it ran.
 * A file is read when the first line of it is asked for. Not for two threads.
 */
#ifndef KCOV_TOOL_LINE_TEXT_H
#define KCOV_TOOL_LINE_TEXT_H

#include "tool/base/text.h"
#include "tool/index/index.h"
#include "tool/report/source.h"

struct line_text_file {
	const char *full; /* of its index: the address tells files apart */
	struct source source;
};

/* Begins zeroed; indexes outlive it. */
struct line_texts {
	struct sources places; /* what --source said */
	ARRAY_OF(struct line_text_file) files;
	struct text last; /* what annotate_line() wrote, to fold repeats */
};

/* No lines if it is not there. The index, or NULL, is that of the place. */
const struct source *line_texts_file(struct line_texts *texts,
				     const struct index *index,
				     const struct place *place);
/* NULL if the file has no such line. */
const struct source_line *line_texts_line(struct line_texts *texts,
					  const struct index *index,
					  const struct place *place,
					  uint32_t line);
/*
 * Appends "FUNCTION  FILE:LINE  TEXT" in columns, unless that is what it wrote
 * last: blocks of one line that follow each other are one.
 */
void annotate_line(struct line_texts *texts, const struct index *index,
		   const struct place *chain, size_t steps, struct text *out);
void line_texts_free(struct line_texts *texts);

#endif /* KCOV_TOOL_LINE_TEXT_H */
