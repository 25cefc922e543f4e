/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* A dictionary for afl-fuzz: constants that the kernel compares inputs with. */
#ifndef KCOV_TOOL_CONSTANTS_H
#define KCOV_TOOL_CONSTANTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tool/base/array.h"
#include "tool/fuzz/channel.h"

struct constant {
	uint64_t value;
	unsigned int bytes; /* 2, 4 or 8 */
};

struct constants {
	ARRAY_OF(struct constant) all;
};

/* Those of the last run, which was this input with WANT_COMPARISONS. */
void constants_add(struct constants *constants, const struct channel *channel,
		   const uint8_t *input, size_t bytes);
/* In afl-fuzz's form; false after an error was reported. */
bool constants_save(const struct constants *constants, const char *path);
void constants_free(struct constants *constants);

#endif /* KCOV_TOOL_CONSTANTS_H */
