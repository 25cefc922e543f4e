// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Called by exports, with names as they are written: escaped. */
#include <inttypes.h>

#include "tool/export/unique.h"

void unique_name(struct unique *unique, struct text *name)
{
	uint32_t first = strings_number(&unique->strings, name->at);
	uint32_t copy, *seen = table_value(&unique->copies, first);
	size_t length = name->length;

	/* A function may really be called f.1: it is taken then. */
	while (*seen != UINT32_MAX) {
		copy = table_value(&unique->copies, first)[0]++ + 1;
		text_cut(name, length);
		text_printf(name, ".%" PRIu32, copy);
		seen = table_value(&unique->copies,
				   strings_number(&unique->strings, name->at));
	}
	*seen = 0;
}

void unique_free(struct unique *unique)
{
	strings_free(&unique->strings);
	table_free(&unique->copies);
}
