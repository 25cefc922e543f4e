/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Text that grows, always with a NUL behind it. The owner calls text_free(). */
#ifndef KCOV_TOOL_TEXT_H
#define KCOV_TOOL_TEXT_H

#include <stdbool.h>
#include <stddef.h>

struct text {
	char *at;
	size_t length;
	size_t room;
};

void text_add(struct text *text, const char *string);
void text_add_bytes(struct text *text, const void *bytes, size_t count);
void text_printf(struct text *text, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* All that can be read from the descriptor, as far as there is no error. */
bool text_read(struct text *text, int fd);
/* Forgets what is behind the first `length` bytes. */
void text_cut(struct text *text, size_t length);
void text_free(struct text *text);

#endif /* KCOV_TOOL_TEXT_H */
