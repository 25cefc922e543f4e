/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Each string once: the number of a string is its offset in `text`. */
#ifndef KCOV_TOOL_STRINGS_H
#define KCOV_TOOL_STRINGS_H

#include <stddef.h>
#include <stdint.h>

#include "tool/base/text.h"

struct strings {
	struct text text;
	uint32_t *buckets; /* offsets, or NONE */
	size_t buckets_count;
	size_t used;
};

uint32_t strings_number(struct strings *strings, const char *string);
void strings_free(struct strings *strings);

#endif /* KCOV_TOOL_STRINGS_H */
