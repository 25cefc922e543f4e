/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Private areas of sections. Registry lock held where the name says so.
 */
#ifndef KCOV_CORE_SCRATCH_H
#define KCOV_CORE_SCRATCH_H

#include "core/remote.h"

/* An idle area of the session, or NULL. */
struct kcov_section *kcov_scratch_take_locked(struct kcov_session *session);
/* May the session have one more? Then it is accounted for. */
bool kcov_scratch_reserve_locked(struct kcov_session *session);
void kcov_scratch_unreserve_locked(struct kcov_session *session);
/* Back to where it came from; the result is for kcov_scratch_free(). */
struct kcov_section *kcov_scratch_put_locked(struct kcov_session *session,
					     struct kcov_section *section);
/* All idle areas of the session, for kcov_scratch_free(). */
struct kcov_section *kcov_scratch_drain_locked(struct kcov_session *session);
/* Frees a list of areas, without lock. NULL is an empty list. */
void kcov_scratch_free(struct kcov_section *list);
/* An area made beforehand for interrupts, or NULL. */
struct kcov_section *kcov_scratch_take_interrupt_locked(void);

/*
 * Makes areas of so many words for sections in soft interrupts, which cannot
 * allocate. Once, at start-up. 0 or -ENOMEM, then there are fewer.
 */
int kcov_interrupts_prepare(unsigned int areas, size_t words);

#endif /* KCOV_CORE_SCRATCH_H */
