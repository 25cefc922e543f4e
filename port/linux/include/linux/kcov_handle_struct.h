/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The common handle of a session where the tree has a type for it: empty in a
 * kernel without kcov. The other kcov_handle_*.h is for trees that have none.
 */
#ifndef _LINUX_KCOV_HANDLE_H
#define _LINUX_KCOV_HANDLE_H

#include <linux/types.h>

typedef struct kcov_common_handle_id kcov_common_handle_t;

#ifdef CONFIG_KCOV

static inline kcov_common_handle_t kcov_common_handle_of(u64 value)
{
	return (kcov_common_handle_t){ .val = value };
}

static inline u64 kcov_common_handle_value(kcov_common_handle_t handle)
{
	return handle.val;
}

#else

static inline kcov_common_handle_t kcov_common_handle_of(u64 value)
{
	return (kcov_common_handle_t){};
}

#endif /* CONFIG_KCOV */
#endif /* _LINUX_KCOV_HANDLE_H */
