// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* See source.h. */
#include "tests/model/source.h"

static uint64_t state;
static const uint8_t *next;
static size_t left;

void source_seed(uint64_t seed)
{
	state = seed;
	next = NULL;
}

void source_bytes(const uint8_t *bytes, size_t size)
{
	next = bytes;
	left = size;
}

bool source_is_empty(void)
{
	return next && !left;
}

static uint32_t from_bytes(uint32_t n)
{
	uint32_t value = 0;
	uint32_t most;

	for (most = n - 1; left; most >>= 8) {
		value = value << 8 | *next++;
		left--;
		if (most < 256)
			break;
	}
	return value % n;
}

uint32_t below(uint32_t n)
{
	if (next)
		return from_bytes(n);
	state = state * 6364136223846793005ull + 1442695040888963407ull;
	return (uint32_t)(state >> 33) % n;
}
