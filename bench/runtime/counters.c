// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * clang's inline 8-bit counters with the consumer that a fuzzer has: all of
 * them to 0, then all of them looked at, a word at a time while they are 0.
 */
#include <string.h>

#include "bench/runtime.h"

enum { MAX_OBJECTS = 4096 };

static struct {
	uint8_t *start;
	uint8_t *end;
} objects[MAX_OBJECTS];
static unsigned int number;

void __sanitizer_cov_8bit_counters_init(uint8_t *start, uint8_t *end);
void __sanitizer_cov_8bit_counters_init(uint8_t *start, uint8_t *end)
{
	if (number && objects[number - 1].start == start)
		return;
	if (number == MAX_OBJECTS)
		__builtin_trap();
	objects[number].start = start;
	objects[number++].end = end;
}

void runtime_reset(void)
{
	unsigned int i;

	for (i = 0; i < number; i++)
		memset(objects[i].start, 0,
		       (size_t)(objects[i].end - objects[i].start));
}

static uint64_t count_used(const uint8_t *at, const uint8_t *end)
{
	uint64_t used = 0;
	uint64_t word;

	while (at < end) {
		if (end - at >= (long)sizeof(word)) {
			memcpy(&word, at, sizeof(word));
			if (!word) {
				at += sizeof(word);
				continue;
			}
		}
		used += *at++ != 0;
	}
	return used;
}

uint64_t runtime_collect(void)
{
	uint64_t used = 0;
	unsigned int i;

	for (i = 0; i < number; i++)
		used += count_used(objects[i].start, objects[i].end);
	return used;
}
