// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Messages on stderr, one line each, and the allocations that end the program
 * when there is no memory. Called from everywhere. Names and paths in a message
 * are untrusted and are escaped here; the levels of quiet and verbose are set
 * while options are read.
 */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tool/base/escape.h"
#include "tool/base/fail.h"

int quiet;
int verbose;

/*
 * One write, so that lines of several processes do not mix. What is said has
 * names and paths of others in it: escaped here, once for all messages, and
 * without memory, as there may be none.
 */
static void say(const char *text, va_list list)
{
	char plain[1024], line[sizeof(plain) * ESCAPE_GROWTH + 16];
	size_t used = (size_t)snprintf(line, sizeof(line), "kcovctl: ");
	int length = vsnprintf(plain, sizeof(plain), text, list);
	const char *at = plain, *end;

	if (length < 0)
		return;
	end = plain + strlen(plain);
	while (at < end)
		used += (size_t)escape_next(&at, end, line + used);
	line[used++] = '\n';
	fflush(stdout);
	fwrite(line, 1, used, stderr);
}

#define SAY(text)                      \
	do {                           \
		va_list list_;         \
		va_start(list_, text); \
		say(text, list_);      \
		va_end(list_);         \
	} while (0)

void error(const char *text, ...)
{
	if (quiet < 2)
		SAY(text);
}

void warn(const char *text, ...)
{
	if (!quiet)
		SAY(text);
}

void info(const char *text, ...)
{
	if (!quiet)
		SAY(text);
}

void detail(const char *text, ...)
{
	if (verbose)
		SAY(text);
}

void die(int status, const char *text, ...)
{
	if (quiet < 2)
		SAY(text);
	exit(status);
}

void *must_alloc(void *old, unsigned long count, unsigned long size)
{
	void *memory;

	if (size && count > SIZE_MAX / size)
		memory = NULL;
	else
		memory = realloc(old, count && size ? count * size : 1);
	if (!memory)
		die(STATUS_FAILED, "out of memory for %lu times %lu bytes",
		    count, size);
	return memory;
}

char *must_copy(const char *text)
{
	size_t bytes = strlen(text) + 1;

	return memcpy(must_alloc(NULL, bytes, 1), text, bytes);
}
