/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The common handle of a session, in trees that have no type for it. One
 * of the two kcov_handle_*.h is <linux/kcov_handle.h> of a tree (attach.sh).
 */
#ifndef _LINUX_KCOV_HANDLE_H
#define _LINUX_KCOV_HANDLE_H

#include <linux/types.h>

typedef u64 kcov_common_handle_t;

static inline kcov_common_handle_t kcov_common_handle_of(u64 value)
{
	return value;
}

static inline u64 kcov_common_handle_value(kcov_common_handle_t handle)
{
	return handle;
}

#endif /* _LINUX_KCOV_HANDLE_H */
