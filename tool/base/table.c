// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A hash table from 64-bit keys to 32-bit values, with open addressing. Called
 * where files, functions and labels are numbered. Invariant: at most half of
 * the slots are used, so a search ends. UINT32_MAX is no value: it marks what
 * is empty or new.
 */
#include <stdlib.h>
#include <string.h>

#include "tool/base/fail.h"
#include "tool/base/table.h"

static uint32_t *slot(const struct table *table, uint64_t key)
{
	size_t at = (key * 0x9e3779b97f4a7c15 >> 24) & (table->size - 1);

	while (table->values[at] != UINT32_MAX && table->keys[at] != key)
		at = (at + 1) & (table->size - 1);
	table->keys[at] = key;
	return &table->values[at];
}

static void grow(struct table *table)
{
	struct table old = *table;
	size_t i;

	table->size = old.size ? 4 * old.size : 1024;
	table->keys = must_alloc(NULL, table->size, sizeof(*table->keys));
	table->values = must_alloc(NULL, table->size, sizeof(*table->values));
	memset(table->values, 0xff, table->size * sizeof(*table->values));
	for (i = 0; i < old.size; i++)
		if (old.values[i] != UINT32_MAX)
			*slot(table, old.keys[i]) = old.values[i];
	table_free(&old);
}

uint32_t *table_value(struct table *table, uint64_t key)
{
	uint32_t *value;

	if (2 * (table->used + 1) > table->size)
		grow(table);
	value = slot(table, key);
	table->used += *value == UINT32_MAX;
	return value;
}

uint32_t *table_find(const struct table *table, uint64_t key)
{
	uint32_t *value = table->size ? slot(table, key) : NULL;

	return value && *value != UINT32_MAX ? value : NULL;
}

void table_free(struct table *table)
{
	free(table->keys);
	free(table->values);
}
