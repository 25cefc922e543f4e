/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* The lines of blocks, as a place is the first line of one only. */
#ifndef KCOV_TOOL_BLOCKS_H
#define KCOV_TOOL_BLOCKS_H

#include "tool/coverage/coverage.h"

struct block_line {
	uint32_t line;
	bool reached; /* a block it is in was */
};

typedef ARRAY_OF(struct block_line) block_lines;

/*
 * Every line of the file that has code behind one of its places, sorted, each
 * once; those with a place of their own are among them. The caller frees `at`.
 */
void block_lines_of_file(block_lines *lines, const struct coverage *coverage,
			 const struct coverage_file *file);

#endif /* KCOV_TOOL_BLOCKS_H */
