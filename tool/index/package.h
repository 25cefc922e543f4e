/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A DWARF package, PROGRAM.dwp: the .dwo files of a program in one, which the
 * libdw of Debian 12 does not read. Not for two threads.
 */
#ifndef KCOV_TOOL_PACKAGE_H
#define KCOV_TOOL_PACKAGE_H

#include <elfutils/libdw.h>
#include <stdbool.h>
#include <stdint.h>

struct debug;
struct package;

/* That of the program or its debug file; NULL if there is none to be used. */
struct package *package_open(const struct debug *debug);
/*
 * The unit that this one is the skeleton of, as a Dwarf of its own, until the
 * next call; false if it is not in there.
 */
bool package_unit(struct package *package, Dwarf_Die *skeleton,
		  Dwarf_Die *unit);
void package_close(struct package *package);

#endif /* KCOV_TOOL_PACKAGE_H */
