// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A dump that is bytes or text. Called by kcovctl import for each file, which
 * may come from anybody.
 */
#include <ctype.h>
#include <stdlib.h>

#include "tool/import/dump.h"

static bool is_text(const unsigned char *bytes, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (bytes[i] >= 0x7f ||
		    !(isprint(bytes[i]) || isspace(bytes[i])))
			return false;
	return true;
}

bool dump_read(struct dump *dump, enum dump_kind kind, const void *bytes,
	       size_t count, struct ground *ground, struct text *why)
{
	bool text = kind == DUMP_PCS || kind == DUMP_RAWCOVER ||
		    (kind == DUMP_UNSAID && is_text(bytes, count));

	*dump = (struct dump){ .kind = kind };
	if (!count) {
		text_add(why, "it is empty");
		return false;
	}
	return text ? dump_read_lines(dump, kind, bytes, count, ground, why) :
		      dump_read_area(dump, kind, bytes, count, ground, why);
}

void dump_free(struct dump *dump)
{
	free(dump->pcs.at);
	free(dump->comparisons.at);
}
