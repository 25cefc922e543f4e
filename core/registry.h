/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Which session listens to which handle. Registry lock held.
 */
#ifndef KCOV_CORE_REGISTRY_H
#define KCOV_CORE_REGISTRY_H

#include "core/remote.h"

/* 0, or -EEXIST if anybody, this session included, has the handle. */
int kcov_registry_add_locked(struct kcov_session *session, uint64_t handle);
void kcov_registry_remove_locked(struct kcov_session *session);
/* NULL if nobody has the handle. */
struct kcov_session *kcov_registry_find_locked(uint64_t handle);
/*
 * For a host that was copied with all its memory, as a fork does: the sessions
 * belong to the original.
 */
void kcov_sessions_forget_locked(void);

#endif /* KCOV_CORE_REGISTRY_H */
