// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* zlib: made-up text compressed and decompressed again. */
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "bench/workload.h"

enum { TEXT = 32 << 10 };

struct work {
	unsigned char text[TEXT];
	unsigned char packed[2 * TEXT];
	unsigned char again[TEXT];
};

void *work_new(void)
{
	static const char *const words[] = { "count ",	"record ", "area ",
					     "client ", "the ",	   "of ",
					     "limit\n", "a " };
	struct work *work = malloc(sizeof(*work));
	uint32_t x = 1;
	size_t n = 0;

	if (!work)
		abort();
	while (n < TEXT) {
		const char *word = words[(x = x * 1664525 + 1013904223) >> 29];

		while (*word && n < TEXT)
			work->text[n++] = (unsigned char)*word++;
		if (n < TEXT && x & 64)
			work->text[n++] = (unsigned char)('0' + x % 10);
	}
	return work;
}

uint64_t work_run(void *state)
{
	struct work *work = state;
	uLongf packed = sizeof(work->packed);
	uLongf again = sizeof(work->again);

	if (compress2(work->packed, &packed, work->text, TEXT, 6) != Z_OK ||
	    uncompress(work->again, &again, work->packed, packed) != Z_OK ||
	    memcmp(work->text, work->again, TEXT))
		abort();
	return packed;
}
