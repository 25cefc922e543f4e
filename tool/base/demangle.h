/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Mangled names of C++ and Rust as people write them, as addr2line -C does.
 * Any bytes are safe: what a name may grow to is bounded, so that time and
 * memory are proportional to what stands in the file.
 */
#ifndef KCOV_TOOL_DEMANGLE_H
#define KCOV_TOOL_DEMANGLE_H

#include <stdbool.h>

#include "tool/base/text.h"

/* Appends the name; false, and nothing is appended, if it is not mangled. */
bool demangle(const char *mangled, struct text *out);

#endif /* KCOV_TOOL_DEMANGLE_H */
