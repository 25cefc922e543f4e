// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Any bytes as what another kcov left. The first one says what they are said to
 * be, how wide and in which order words are, and whether the code was moved.
 * Of a dump that is taken no record is more than there are bytes for, and each
 * one has an address of that width.
 */
#include <stdlib.h>

#include "tests/fuzz/target.h"
#include "tool/import/dump.h"

/* What dumps of the corpus are of; runs are from the top of the tree. */
#define IMAGE "tests/fuzz/corpus/images/dwarf-5"

static const struct index *index_of_image(void)
{
	static struct index *index;

	setenv("XDG_CACHE_HOME", "/dev/null", 1);
	unsetenv("DEBUGINFOD_URLS");
	if (!index)
		index = index_of_file(IMAGE);
	if (!index || !index->points_count)
		abort();
	return index;
}

static void check(const struct dump *dump, const struct ground *ground,
		  size_t count)
{
	size_t i;

	if (dump->pcs.count > count ||
	    dump->comparisons.count * 4 * sizeof(uint64_t) > count)
		abort();
	for (i = 0; i < dump->pcs.count; i++)
		if (ground->word == 4 && dump->pcs.at[i] >> 33)
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	struct ground ground = { .index = index_of_image() };
	struct text why = { 0 };
	struct dump dump;

	if (!count || count > 1 << 16)
		return 0;
	quiet = 2;
	ground.word = bytes[0] & 8 ? 4 : 8;
	ground.big = bytes[0] & 16;
	ground.is_given = bytes[0] & 32;
	array_push(&ground.slides, bytes[0] & 64 ? 0x1000000 : 0);
	if (dump_read(&dump, (enum dump_kind)(bytes[0] % 5), bytes + 1,
		      count - 1, &ground, &why)) {
		check(&dump, &ground, count - 1);
		ground_find_others(&ground, &dump.pcs);
	} else if (!why.length) {
		abort();
	}
	dump_free(&dump);
	free(ground.slides.at);
	text_free(&why);
	return 0;
}
