/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* What dwz -m moved to another file. */
#ifndef KCOV_TOOL_DWZ_H
#define KCOV_TOOL_DWZ_H

#include <elfutils/libdw.h>

#include "tool/base/text.h"

/* Begins zeroed, and outlives the Dwarf that uses it. Not for two threads. */
struct common {
	struct text file;
	Elf *elf;
	Dwarf *dwarf;
};

/*
 * The file that `dwarf`, which is in the file at `path`, has parts in. False if
 * there should be one and is none, or is another one: then it has no parts.
 */
bool common_open(struct common *common, Dwarf *dwarf, const char *path);
void common_close(struct common *common);

#endif /* KCOV_TOOL_DWZ_H */
