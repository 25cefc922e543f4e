/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Names in formats that tell things apart by nothing else. */
#ifndef KCOV_TOOL_UNIQUE_H
#define KCOV_TOOL_UNIQUE_H

#include "tool/base/table.h"
#include "tool/base/text.h"
#include "tool/index/strings.h"

/* Those given so far. Begins zeroed; unique_free(). */
struct unique {
	struct strings strings;
	struct table copies; /* name to how often it was asked for */
};

/* Makes the name one that was not given before: "f", "f.1", "f.2". */
void unique_name(struct unique *unique, struct text *name);
void unique_free(struct unique *unique);

#endif /* KCOV_TOOL_UNIQUE_H */
