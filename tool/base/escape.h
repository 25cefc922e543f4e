/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Names, paths and arguments are whatever bytes a program chose. Each format
 * has one function here that makes them safe in it; whatever writes the format
 * calls that one, and nothing else. (JSON, which is also what pages are made
 * of, has json_quote().)
 *
 * What a format cannot hold is shown as \xHH, byte by byte: bytes that are no
 * UTF-8, control characters, characters that end a line or turn its direction.
 * A backslash that would look like one of these is \x5c, so that different
 * values stay different.
 */
#ifndef KCOV_TOOL_ESCAPE_H
#define KCOV_TOOL_ESCAPE_H

#include <stdbool.h>

#include "tool/base/text.h"

/* Bytes that one byte may become. */
#define ESCAPE_GROWTH 4

/*
 * One character from *at, which moves and is below `end`, as it may be shown:
 * at most ESCAPE_GROWTH bytes into `shown`; returns how many. No memory is
 * needed.
 */
int escape_next(const char **at, const char *end, char *shown);
/* How many bytes of UTF-8 begin at `at`: 1 to 4, or 0 for none. */
int utf8_length(const char *at, const char *end);
/* Whether the character of so many bytes is no control of any kind. */
bool utf8_is_plain(const char *at, int length);
/* Whether what is there looks as if it came from escape_next(). */
bool escape_is_imitated(const char *at, const char *end);

/*
 * How many bytes from `at` on are such as no format changes: most of a name,
 * and what is added at once.
 */
size_t escape_spares(const char *at, const char *end);

/* For people, on a terminal or not: a name or a path in a line. */
void escape_line(struct text *out, const char *value);
/* The same for a function, cut to some 200 bytes unless -v was given. */
void escape_function(struct text *out, const char *name);
/* The same for a line of a source; tabs stay. */
void escape_source(struct text *out, const char *line, size_t count);
/* Between quotes, as an attribute, or as text. */
void escape_xml(struct text *out, const char *value);
/*
 * In a tracefile of lcov: other programs open these paths, so bytes that are
 * no UTF-8 stay. Names end at a comma (lcov 1.16), which is a semicolon here.
 */
void escape_lcov_path(struct text *out, const char *path);
void escape_lcov_name(struct text *out, const char *name);
/* A path of drcov's table, which is the last column of a line: bytes stay. */
void escape_drcov(struct text *out, const char *path);
/* A frame of a folded stack; semicolons, which separate them, are colons. */
void escape_folded(struct text *out, const char *name);

#endif /* KCOV_TOOL_ESCAPE_H */
