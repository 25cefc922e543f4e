/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* From numbers to numbers. Begins zeroed; the owner calls table_free(). */
#ifndef KCOV_TOOL_TABLE_H
#define KCOV_TOOL_TABLE_H

#include <stddef.h>
#include <stdint.h>

struct table {
	uint64_t *keys;
	uint32_t *values; /* UINT32_MAX: free */
	size_t size;
	size_t used;
};

/*
 * Where the value of the key is; UINT32_MAX if it is new, and then to be set
 * before the next call.
 */
uint32_t *table_value(struct table *table, uint64_t key);
/* The same, NULL if it is new. */
uint32_t *table_find(const struct table *table, uint64_t key);
void table_free(struct table *table);

#endif /* KCOV_TOOL_TABLE_H */
