/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* The names of what system calls take as numbers. */
#ifndef KCOV_TOOL_FLAGS_H
#define KCOV_TOOL_FLAGS_H

#include <stdint.h>

#include "tool/base/text.h"

struct flag {
	const char *name; /* NULL: the end */
	uint64_t value;
};

/* Bits that belong together, or one of many; each ends with a NULL name. */
extern const struct flag open_flags[], access_modes[], protections[],
	map_flags[], map_types[], at_flags[], families[], socket_types[],
	socket_flags[], message_flags[], shutdowns[], whences[], clocks[],
	signals[], advices[], clone_flags[], wait_flags[], resources[],
	file_commands[], device_commands[], futex_commands[], futex_flags[],
	epoll_commands[], process_commands[], machine_commands[],
	random_flags[], memfd_flags[], unmount_flags[], mount_flags[],
	mask_commands[], socket_levels[], rename_flags[], lock_commands[];

/* The name, or NULL. */
const char *flag_name(const struct flag *flags, uint64_t value);
/* "A|B|0x8", "0" for none; a table's zero is named. */
void add_flags(struct text *text, const struct flag *flags, uint64_t value);

#endif /* KCOV_TOOL_FLAGS_H */
