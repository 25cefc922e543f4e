/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* The records of one call, as the printer was told to show them. */
#ifndef KCOV_TOOL_RECORDS_H
#define KCOV_TOOL_RECORDS_H

#include "tool/trace/print.h"

/* How many of them are in what only is looked at. */
size_t records_shown(struct printer *printer, const uint64_t *records,
		     size_t count);
/* Indented lines. */
void records_text(struct printer *printer, const uint64_t *records,
		  size_t count);
/* An array "records" in an object. */
void records_json(struct printer *printer, struct json *json,
		  const uint64_t *records, size_t count);

#endif /* KCOV_TOOL_RECORDS_H */
