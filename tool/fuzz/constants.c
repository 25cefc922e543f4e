// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Of all that a kernel compares, a dictionary wants what stands against the
 * input: a constant is taken if the other operand is somewhere in the input, in
 * either order of bytes. Called by corpus.c with each seed.
 */
#include <linux/kcov.h>
#include <stdlib.h>
#include <string.h>

#include "tool/base/output.h"
#include "tool/base/text.h"
#include "tool/fuzz/constants.h"

/* afl-fuzz tries each of them everywhere. */
enum { MOST = 200 };

static bool is_there(const uint8_t *input, size_t bytes, uint64_t value,
		     unsigned int width)
{
	uint64_t swapped = __builtin_bswap64(value) >> (64 - 8 * width);

	return memmem(input, bytes, &value, width) ||
	       memmem(input, bytes, &swapped, width);
}

static bool is_known(const struct constants *constants, uint64_t value,
		     unsigned int width)
{
	size_t i;

	for (i = 0; i < constants->all.count; i++)
		if (constants->all.at[i].value == value &&
		    constants->all.at[i].bytes == width)
			return true;
	return false;
}

void constants_add(struct constants *constants, const struct channel *channel,
		   const uint8_t *input, size_t bytes)
{
	uint32_t i, words = channel->count;

	if (words > CHANNEL_WORDS)
		words = CHANNEL_WORDS;
	for (i = 0; i + COMPARISON_WORDS <= words; i += COMPARISON_WORDS) {
		uint64_t type = channel->words[i];
		uint64_t value = channel->words[i + 1];
		uint64_t other = channel->words[i + 2];
		unsigned int width = 1u << (type >> 1 & 3);

		/* Small numbers are what a fuzzer tries anyway. */
		if (!(type & KCOV_CMP_CONST) || width < 2 || value < 256 ||
		    constants->all.count == MOST ||
		    !is_there(input, bytes, other, width) ||
		    is_known(constants, value, width))
			continue;
		array_push(&constants->all, (struct constant){ value, width });
	}
}

static void add_line(struct text *out, const struct constant *constant,
		     bool swapped)
{
	unsigned int i, byte;

	text_add(out, "\"");
	for (i = 0; i < constant->bytes; i++) {
		byte = swapped ? constant->bytes - 1 - i : i;
		text_printf(out, "\\x%02x",
			    (unsigned int)(constant->value >> 8 * byte & 0xff));
	}
	text_add(out, "\"\n");
}

bool constants_save(const struct constants *constants, const char *path)
{
	struct text out = { 0 };
	bool good;
	size_t i;

	text_add(&out, "# constants that the kernel compared with the seeds\n");
	for (i = 0; i < constants->all.count; i++) {
		add_line(&out, &constants->all.at[i], false);
		add_line(&out, &constants->all.at[i], true);
	}
	good = output_file(path, out.at, out.length);
	text_free(&out);
	return good;
}

void constants_free(struct constants *constants)
{
	free(constants->all.at);
	constants->all.at = NULL;
}
