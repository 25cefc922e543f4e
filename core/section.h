/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Remote sections as the rest of the core sees them.
 */
#ifndef KCOV_CORE_SECTION_H
#define KCOV_CORE_SECTION_H

#include "core/remote.h"

/*
 * Ends what the task collects for itself, also while sections cover it: then it
 * is what the outermost one put aside.
 */
void kcov_section_withdraw_local(struct kcov_task *task);
/* The task exits inside sections: they end here and deliver nothing. */
void kcov_section_abandon_all(struct kcov_task *task);

/*
 * Private areas, scratch.c. Registry lock held where the name says so.
 */

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
/* No session is left to account for. */
void kcov_scratch_forget_locked(void);
/* An area made beforehand for interrupts, or NULL. */
struct kcov_section *kcov_scratch_take_interrupt_locked(void);

#endif /* KCOV_CORE_SECTION_H */
