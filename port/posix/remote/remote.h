/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The registry of this process, for annotations.
 */
#ifndef KCOV_POSIX_REMOTE_H
#define KCOV_POSIX_REMOTE_H

#include "port/posix/domain/domain.h"

/*
 * registry.c: a copy that a fork made belongs to the parent. In the child this
 * begins a registry anew.
 */
void posix_registry_notice_fork(void);

#endif /* KCOV_POSIX_REMOTE_H */
