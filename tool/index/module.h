/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Addresses for a kernel module, as the kernel lays it out: from 0 its code in
 * the order of the file, so that an address is a distance from what
 * /proc/modules says; behind it the code that is only there while it starts,
 * which the kernel puts elsewhere.
 */
#ifndef KCOV_TOOL_MODULE_H
#define KCOV_TOOL_MODULE_H

#include "tool/index/image.h"

/* Fills in base and end, section addresses, and calls of the callback. */
void module_lay_out(struct image *image);
/* The address of the section, false if it holds no code. */
bool module_section(const struct image *image, size_t section,
		    uint64_t *address);
/* From a distance in its section to an address; false if it is no code. */
bool module_place_symbol(const struct image *image, GElf_Sym *symbol);

#endif /* KCOV_TOOL_MODULE_H */
