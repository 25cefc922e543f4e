// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Strings that are kept once, each known by its offset in one text. Called
 * while an index is made. Invariant: at most half of the buckets are used, so a
 * search ends.
 */
#include <stdlib.h>
#include <string.h>

#include "tool/base/fail.h"
#include "tool/index/index.h"
#include "tool/index/strings.h"

static uint64_t hash(const char *string)
{
	uint64_t value = 0xcbf29ce484222325;

	while (*string)
		value = (value ^ (unsigned char)*string++) * 0x100000001b3;
	return value ^ value >> 32;
}

/* Where the string is, or belongs. */
static uint32_t *bucket_of(const struct strings *strings, const char *string)
{
	size_t at = hash(string) & (strings->buckets_count - 1);

	while (strings->buckets[at] != NONE &&
	       strcmp(strings->text.at + strings->buckets[at], string))
		at = (at + 1) & (strings->buckets_count - 1);
	return &strings->buckets[at];
}

static void grow(struct strings *strings)
{
	uint32_t *old = strings->buckets;
	size_t i, count = strings->buckets_count;

	strings->buckets_count = count ? 2 * count : 1 << 12;
	strings->buckets =
		must_alloc(NULL, strings->buckets_count, sizeof(uint32_t));
	memset(strings->buckets, 0xff,
	       strings->buckets_count * sizeof(uint32_t));
	for (i = 0; i < count; i++)
		if (old[i] != NONE)
			*bucket_of(strings, strings->text.at + old[i]) = old[i];
	free(old);
}

uint32_t strings_number(struct strings *strings, const char *string)
{
	uint32_t *bucket;

	if (2 * (strings->used + 1) > strings->buckets_count)
		grow(strings);
	bucket = bucket_of(strings, string);
	if (*bucket == NONE) {
		*bucket = (uint32_t)strings->text.length;
		text_add_bytes(&strings->text, string, strlen(string) + 1);
		strings->used++;
	}
	return *bucket;
}

void strings_free(struct strings *strings)
{
	text_free(&strings->text);
	free(strings->buckets);
}
