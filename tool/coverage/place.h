/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Places as people read them, with nothing in them that a terminal obeys. */
#ifndef KCOV_TOOL_PLACE_H
#define KCOV_TOOL_PLACE_H

#include "tool/base/text.h"
#include "tool/index/index.h"

/* "FUNCTION < FUNCTION": the innermost, and what it is inlined into. */
void place_functions(struct text *out, const struct place *chain, size_t steps);
/* " FILE:LINE"; false, and nothing, if the file is not known. */
bool place_line(struct text *out, const struct place *place);
/* "FUNCTION FILE:LINE" of the innermost. */
void place_text(struct text *out, const struct place *place);

#endif /* KCOV_TOOL_PLACE_H */
