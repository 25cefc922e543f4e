// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * One escaping a format; see escape.h. Called by everything that writes, also
 * by fail.c for messages, so escape_next() needs no memory. Values are not
 * trusted: any bytes but NUL, which ends them.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "tool/base/escape.h"
#include "tool/base/fail.h"

/* Of a name that is cut. */
#define CUT_HEAD 140
#define CUT_TAIL 40

static uint32_t code_of(const char *at, int length)
{
	uint32_t code = (unsigned char)*at;
	int i;

	if (length > 1)
		code &= 0x7f >> length;
	for (i = 1; i < length; i++)
		code = code << 6 | (at[i] & 0x3f);
	return code;
}

int utf8_length(const char *at, const char *end)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char first = (unsigned char)*at;
	int length = first < 0x80	? 1 :
		     first >> 5 == 0x06 ? 2 :
		     first >> 4 == 0x0e ? 3 :
		     first >> 3 == 0x1e ? 4 :
					  0;
	uint32_t code;
	int i;

	if (length > end - at)
		return 0;
	for (i = 1; i < length; i++)
		if ((at[i] & 0xc0) != 0x80)
			return 0;
	code = code_of(at, length);
	if (length > 1 && (code < least[length] || code > 0x10ffff ||
			   (code >= 0xd800 && code < 0xe000)))
		return 0;
	return length;
}

bool utf8_is_plain(const char *at, int length)
{
	uint32_t code = code_of(at, length);

	return code >= 0x20 && !(code >= 0x7f && code < 0xa0) &&
	       /* lines and paragraphs end, text turns round */
	       !(code >= 0x2028 && code <= 0x202e) &&
	       !(code >= 0x2066 && code <= 0x2069) && code != 0x200e &&
	       code != 0x200f && code != 0x061c &&
	       /* no characters, also in XML */
	       code != 0xfffe && code != 0xffff;
}

bool escape_is_imitated(const char *at, const char *end)
{
	return end - at >= 4 && at[0] == '\\' && at[1] == 'x' &&
	       strchr("0123456789abcdef", at[2]) && at[2] &&
	       strchr("0123456789abcdef", at[3]) && at[3];
}

size_t escape_spares(const char *at, const char *end)
{
	const char *from = at;

	for (; at < end; at++)
		if (!(*at >= 'a' && *at <= 'z') &&
		    !(*at >= 'A' && *at <= 'Z') &&
		    !(*at >= '0' && *at <= ':') && *at != '_' && *at != '.')
			break;
	return (size_t)(at - from);
}

static int add_hex(const char **at, char *shown)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char byte = (unsigned char)*(*at)++;

	memcpy(shown, "\\x", 2);
	shown[2] = digits[byte >> 4];
	shown[3] = digits[byte & 15];
	return 4;
}

int escape_next(const char **at, const char *end, char *shown)
{
	int length = utf8_length(*at, end);

	if (!length || !utf8_is_plain(*at, length) ||
	    escape_is_imitated(*at, end))
		return add_hex(at, shown);
	memcpy(shown, *at, (size_t)length);
	*at += length;
	return length;
}

/* Only what ends or breaks a line; the rest as it is. */
static int control_next(const char **at, const char *end, char *shown)
{
	unsigned char byte = (unsigned char)**at;

	if (byte < 0x20 || byte == 0x7f || escape_is_imitated(*at, end))
		return add_hex(at, shown);
	*shown = *(*at)++;
	return 1;
}

static void add_all(struct text *out, const char *value, size_t count,
		    int (*next)(const char **at, const char *end, char *shown))
{
	const char *end = value + count;
	char shown[ESCAPE_GROWTH];
	size_t spared;
	int length;

	while (value < end) {
		spared = escape_spares(value, end);
		text_add_bytes(out, value, spared);
		value += spared;
		if (value == end)
			break;
		length = next(&value, end, shown);
		text_add_bytes(out, shown, (size_t)length);
	}
}

void escape_line(struct text *out, const char *value)
{
	add_all(out, value, strlen(value), escape_next);
}

/* Not within a character. */
static const char *boundary(const char *at)
{
	int i;

	for (i = 0; i < 3 && (*at & 0xc0) == 0x80; i++)
		at--;
	return at;
}

void escape_function(struct text *out, const char *name)
{
	size_t length = strlen(name);
	const char *head, *tail;

	if (verbose || length <= CUT_HEAD + CUT_TAIL + 30) {
		escape_line(out, name);
		return;
	}
	head = boundary(name + CUT_HEAD);
	tail = boundary(name + length - CUT_TAIL);
	add_all(out, name, (size_t)(head - name), escape_next);
	text_printf(out, "...(%zu more, see -v)...", (size_t)(tail - head));
	escape_line(out, tail);
}

static int source_next(const char **at, const char *end, char *shown)
{
	if (**at != '\t')
		return escape_next(at, end, shown);
	*shown = *(*at)++;
	return 1;
}

void escape_source(struct text *out, const char *line, size_t count)
{
	add_all(out, line, count, source_next);
}

void escape_xml(struct text *out, const char *value)
{
	static const struct {
		char letter;
		const char *entity;
	} entities[] = { { '&', "&amp;" },   { '<', "&lt;" },
			 { '>', "&gt;" },    { '"', "&quot;" },
			 { '\'', "&apos;" }, { '\t', "&#9;" },
			 { '\n', "&#10;" },  { '\r', "&#13;" } };
	const char *end = value + strlen(value);
	char shown[ESCAPE_GROWTH];
	size_t i;

	while (value < end) {
		for (i = 0; i < sizeof(entities) / sizeof(*entities); i++)
			if (*value == entities[i].letter)
				break;
		if (i < sizeof(entities) / sizeof(*entities)) {
			text_add(out, entities[i].entity);
			value++;
			continue;
		}
		i = (size_t)escape_next(&value, end, shown);
		text_add_bytes(out, shown, i);
	}
}

void escape_lcov_path(struct text *out, const char *path)
{
	add_all(out, path, strlen(path), control_next);
}

static int lcov_next(const char **at, const char *end, char *shown)
{
	int length = escape_next(at, end, shown);

	if (*shown == ',')
		*shown = ';';
	return length;
}

void escape_lcov_name(struct text *out, const char *name)
{
	add_all(out, name, strlen(name), lcov_next);
}

void escape_drcov(struct text *out, const char *path)
{
	add_all(out, path, strlen(path), control_next);
}

static int folded_next(const char **at, const char *end, char *shown)
{
	int length = escape_next(at, end, shown);

	if (*shown == ';')
		*shown = ':';
	return length;
}

void escape_folded(struct text *out, const char *name)
{
	add_all(out, name, strlen(name), folded_next);
}
