/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
#ifndef KCOV_CORE_APPEND_H
#define KCOV_CORE_APPEND_H

#include "core/port.h"

/*
 * Limits in records; `from` is private, `to` is shared with a client. Returns
 * how many records found no room.
 */
uint64_t kcov_area_append(enum kcov_mode mode, void *to, uint64_t limit,
			  const void *from, uint64_t from_limit);

#endif /* KCOV_CORE_APPEND_H */
