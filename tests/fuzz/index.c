// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Any bytes as an index of an image in the cache folder: refused, or every
 * question about every address and point is answered without a step outside.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/questions.h"
#include "tests/fuzz/target.h"
#include "tool/index/cache.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	/* As mmap() gives it: aligned, and nothing of ours behind it. */
	void *copy = memcpy(malloc(count ? count : 1), bytes, count);
	struct index *index = index_over(copy, count);

	if (!index) {
		free(copy);
		return 0;
	}
	ask_everything(index);
	index_free(index);
	return 0;
}
