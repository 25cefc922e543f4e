// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What the proof needs of the core beside its objects: inline functions as
 * functions, and the layout of what it looks at, from the compiler.
 */
#include "core/buffer.h"
#include "core/handle.h"

const uint32_t kcov_probe_layout[] = {
	offsetof(struct kcov_task, pc.area),
	offsetof(struct kcov_task, pc.limit),
	offsetof(struct kcov_task, cmp.area),
	offsetof(struct kcov_task, cmp.limit),
	offsetof(struct posix_limit, records),
	sizeof(struct posix_limit),
};

uint64_t kcov_probe_area_limit(enum kcov_mode mode, size_t words);
uint64_t kcov_probe_remote_handle(uint64_t subsystem, uint64_t instance);

uint64_t kcov_probe_area_limit(enum kcov_mode mode, size_t words)
{
	return kcov_area_limit(mode, words);
}

#define PREDICATE(name)                            \
	bool kcov_probe_##name(uint64_t handle);   \
	bool kcov_probe_##name(uint64_t handle)    \
	{                                          \
		return kcov_handle_##name(handle); \
	}
PREDICATE(is_common)
PREDICATE(is_subsystem)
PREDICATE(names_session)
PREDICATE(is_valid)

uint64_t kcov_probe_remote_handle(uint64_t subsystem, uint64_t instance)
{
	return kcov_remote_handle(subsystem, instance);
}
