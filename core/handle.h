/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Which remote handles are well-formed, and for whom. Pure.
 */
#ifndef KCOV_CORE_HANDLE_H
#define KCOV_CORE_HANDLE_H

#include <uapi/linux/kcov.h>

#include "core/port.h"

#define KCOV_HANDLE_RESERVED (~(KCOV_SUBSYSTEM_MASK | KCOV_INSTANCE_MASK))

KCOV_INLINE bool kcov_handle_is_common(uint64_t handle)
{
	return (handle & KCOV_SUBSYSTEM_MASK) == KCOV_SUBSYSTEM_COMMON &&
	       !(handle & KCOV_HANDLE_RESERVED);
}

/* A subsystem's own handle; its instance may be 0. */
KCOV_INLINE bool kcov_handle_is_subsystem(uint64_t handle)
{
	return (handle & KCOV_SUBSYSTEM_MASK) == KCOV_SUBSYSTEM_USB &&
	       !(handle & KCOV_HANDLE_RESERVED);
}

/* What a session may name as its common handle. */
KCOV_INLINE bool kcov_handle_names_session(uint64_t handle)
{
	return kcov_handle_is_common(handle) && (handle & KCOV_INSTANCE_MASK);
}

/* What a section may be started with; 0 is well-formed and matches nobody. */
KCOV_INLINE bool kcov_handle_is_valid(uint64_t handle)
{
	return kcov_handle_is_common(handle) ||
	       kcov_handle_is_subsystem(handle);
}

#endif /* KCOV_CORE_HANDLE_H */
