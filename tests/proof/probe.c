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
bool kcov_probe_is_common(uint64_t handle);
bool kcov_probe_is_subsystem(uint64_t handle);
bool kcov_probe_names_session(uint64_t handle);
bool kcov_probe_is_valid(uint64_t handle);
uint64_t kcov_probe_remote_handle(uint64_t subsystem, uint64_t instance);

uint64_t kcov_probe_area_limit(enum kcov_mode mode, size_t words)
{
	return kcov_area_limit(mode, words);
}

bool kcov_probe_is_common(uint64_t handle)
{
	return kcov_handle_is_common(handle);
}

bool kcov_probe_is_subsystem(uint64_t handle)
{
	return kcov_handle_is_subsystem(handle);
}

bool kcov_probe_names_session(uint64_t handle)
{
	return kcov_handle_names_session(handle);
}

bool kcov_probe_is_valid(uint64_t handle)
{
	return kcov_handle_is_valid(handle);
}

uint64_t kcov_probe_remote_handle(uint64_t subsystem, uint64_t instance)
{
	return kcov_remote_handle(subsystem, instance);
}
