/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * How what a section collected gets into an area that is no plain trace: folded
 * at its stop, in pieces, so that the lock of a device is not held for long.
 */
#ifndef KCOV_CORE_DELIVERY_H
#define KCOV_CORE_DELIVERY_H

#include "core/remote.h"

/* PCs that are delivered, read or forgotten while the lock is held once. */
#define KCOV_DELIVERY_PIECE 1024

/* What is left of a section, of which no other section is part. */
struct kcov_delivery {
	const uintptr_t *next;
	uintptr_t left;
	uintptr_t previous; /* edges: the last PC, 0 in the beginning */
};

struct kcov_delivery kcov_delivery_of(const struct kcov_section *section);
/*
 * The area is about to get what sections collect: a count of 0 says that nobody
 * knows what is in it. Device lock held, as below.
 */
void kcov_delivery_ready_locked(struct kcov_session *session);
/* The next piece. Returns how many PCs found no room. */
uint64_t kcov_delivery_go_on_locked(struct kcov_session *session,
				    struct kcov_delivery *delivery);

#endif /* KCOV_CORE_DELIVERY_H */
