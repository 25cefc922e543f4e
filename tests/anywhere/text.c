// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Text and memory for conformance programs.
 */
#include "shim.h"

#include "host.h"

int snprintf(char *to, size_t size, const char *format, ...)
{
	va_list args;
	int used;

	va_start(args, format);
	used = vsnprintf(to, size, format, args);
	va_end(args);
	return used;
}

char *getenv(const char *name)
{
	(void)name;
	return NULL;
}

/* Of a variable that is never there. */
unsigned long strtoul(const char *text, char **end, int base)
{
	(void)text;
	(void)end;
	(void)base;
	return 0;
}

/* How large it is stands before it. */
void *malloc(size_t bytes)
{
	uint64_t *memory = kcov_port_alloc(bytes + 16);

	if (!memory)
		return NULL;
	memory[0] = bytes;
	return memory + 2;
}

void *calloc(size_t n, size_t bytes)
{
	return malloc(n * bytes);
}

void free(void *memory)
{
	uint64_t *all = memory;

	if (all)
		kcov_port_free(all - 2, all[-2] + 16);
}

size_t strlen(const char *text)
{
	size_t length = 0;

	while (text[length])
		length++;
	return length;
}

int strncmp(const char *a, const char *b, size_t most)
{
	for (; most; a++, b++, most--)
		if (*a != *b || !*a)
			return *a - *b;
	return 0;
}

int strcmp(const char *a, const char *b)
{
	return strncmp(a, b, ~(size_t)0);
}

char *strrchr(const char *text, int c)
{
	size_t at = strlen(text) + 1;

	while (at--)
		if (text[at] == (char)c)
			return (char *)text + at;
	return NULL;
}

char *strcat(char *to, const char *text)
{
	memcpy(to + strlen(to), text, strlen(text) + 1);
	return to;
}

void *memchr(const void *bytes, int c, size_t n)
{
	const unsigned char *at = bytes;

	for (; n; at++, n--)
		if (*at == (unsigned char)c)
			return (void *)at;
	return NULL;
}
