/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Coverage in the formats of other tools; kcov-formats(5) says which bytes. */
#ifndef KCOV_TOOL_EXPORT_H
#define KCOV_TOOL_EXPORT_H

#include "tool/base/text.h"
#include "tool/coverage/coverage.h"
#include "tool/coverage/symbols.h"

/* Of coverage. False after saying what cannot be expressed. */
bool export_rawcover(const struct coverage *coverage, struct text *out);
bool export_lcov(const struct coverage *coverage, struct text *out);
bool export_drcov(const struct coverage *coverage, struct text *out);
bool export_symcov(const struct coverage *coverage, struct text *out);
bool export_sancov(const struct coverage *coverage, struct text *out);
bool export_cobertura(const struct coverage *coverage, struct text *out);

/* Of one recording in order. */
bool export_folded(struct symbols *symbols, struct text *out);
bool export_trace_event(struct symbols *symbols, struct text *out);

/* The one image with places, for formats that hold one; else an error. */
bool export_only_image(const struct coverage *coverage, uint32_t *image);
/*
 * lcov.c: for a format in which percentages are the reader's to make: warns if
 * they will be too high, as not all places are known.
 */
void export_tell_open(const struct coverage *coverage, const char *format);

#endif /* KCOV_TOOL_EXPORT_H */
