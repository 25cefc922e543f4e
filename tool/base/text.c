// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A string that grows. Called from everywhere that makes output. Invariant: a
 * text with memory ends with a NUL behind `length`; a zeroed struct is an empty
 * text. It may hold NULs of its own. No memory ends the program.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tool/base/fail.h"
#include "tool/base/text.h"

static void reserve(struct text *text, size_t more)
{
	if (text->room - text->length > more)
		return;
	text->room = text->length + more + text->room / 2 + 64;
	text->at = must_alloc(text->at, text->room, 1);
}

void text_add_bytes(struct text *text, const void *bytes, size_t count)
{
	reserve(text, count);
	memcpy(text->at + text->length, bytes, count);
	text->length += count;
	text->at[text->length] = 0;
}

void text_add(struct text *text, const char *string)
{
	text_add_bytes(text, string, strlen(string));
}

void text_printf(struct text *text, const char *format, ...)
{
	va_list list, again;
	int length;

	va_start(list, format);
	va_copy(again, list);
	length = vsnprintf(NULL, 0, format, list);
	if (length > 0) {
		reserve(text, (size_t)length + 1);
		vsnprintf(text->at + text->length, (size_t)length + 1, format,
			  again);
		text->length += (size_t)length;
	}
	va_end(again);
	va_end(list);
}

bool text_read(struct text *text, int fd)
{
	char buffer[1 << 16];
	ssize_t done;

	while ((done = read(fd, buffer, sizeof(buffer))) > 0)
		text_add_bytes(text, buffer, (size_t)done);
	return !done;
}

void text_cut(struct text *text, size_t length)
{
	if (length >= text->length)
		return;
	text->length = length;
	text->at[length] = 0;
}

void text_free(struct text *text)
{
	free(text->at);
	memset(text, 0, sizeof(*text));
}
