/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Which processes share handles: those with the same folder in KCOV_DOMAIN.
 */
#ifndef CONFORMANCE_DOMAIN_H
#define CONFORMANCE_DOMAIN_H

#include "remote.h"

/* A new folder of this user, mode 0700; its path stays valid. */
const char *folder_make(void);
/* Removes it, which only works while it is empty. */
void folder_remove(const char *path);

/* Before this process, or what it was forked from, uses a handle. */
void domain_choose(const char *folder);

/*
 * Does a process that chooses this domain reach a session that somebody has
 * there? It gets target_a() or nothing. The caller has used no handle yet.
 */
bool domain_reaches(const char *folder, const struct session *session,
		    uint64_t handle);

/*
 * Segments of this test and its children, apart from those of others; once all
 * are gone there should be none. 0 without the privilege to have them apart.
 */
void segments_of_our_own(void);
int segments_left(void);

#endif /* CONFORMANCE_DOMAIN_H */
