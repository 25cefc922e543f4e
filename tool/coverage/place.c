// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Text of places, for every command that prints them. */
#include <inttypes.h>

#include "tool/base/escape.h"
#include "tool/coverage/place.h"

void place_functions(struct text *out, const struct place *chain, size_t steps)
{
	size_t i;

	for (i = 0; i < steps; i++) {
		text_add(out, i ? " < " : "");
		escape_function(out, chain[i].function);
	}
}

bool place_line(struct text *out, const struct place *place)
{
	if (!place->file)
		return false;
	text_add(out, " ");
	escape_line(out, place->file);
	/* The compiler may have known the file alone. */
	if (place->line)
		text_printf(out, ":%" PRIu32, place->line);
	else
		text_add(out, ":?");
	return true;
}

void place_text(struct text *out, const struct place *place)
{
	place_functions(out, place, 1);
	place_line(out, place);
}
