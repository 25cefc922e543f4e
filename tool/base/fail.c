// SPDX-License-Identifier: GPL-2.0-only OR MIT
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tool/base/fail.h"

int quiet;
int verbose;

/* One write, so that lines of several processes do not mix. */
static void say(const char *text, va_list list)
{
	char line[1024];
	size_t used = (size_t)snprintf(line, sizeof(line), "kcovctl: ");
	size_t room = sizeof(line) - used - 1;
	int length = vsnprintf(line + used, room, text, list);

	if (length < 0)
		return;
	used += (size_t)length < room ? (size_t)length : room - 1;
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
