/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The life of a remote session; core/remote.h says what one is.
 */
#ifndef KCOV_CORE_SESSION_H
#define KCOV_CORE_SESSION_H

#include "core/remote.h"

/*
 * Memory for a session with so many handles, and for its set of PCs if the
 * device is to have one; or NULL. May sleep.
 */
struct kcov_session *kcov_session_alloc(const struct kcov_device *device,
					uint32_t nodes);
/* Gives it back if nothing came of it. */
void kcov_session_discard(struct kcov_session *session);
/* May private areas have this size? Returns 0 or -EINVAL. */
int kcov_session_check_words(size_t section_words);
/*
 * Sets what is constant while the session lasts. Returns 0, -EINVAL if the area
 * is to hold what sections cannot deliver, or -ENOMEM if it cannot be mapped.
 * The device's lock is held. `words` is the size of the device's area as the
 * caller read it once: others may be writing the size.
 */
int kcov_session_set_up_locked(struct kcov_session *session,
			       struct kcov_device *device, enum kcov_mode mode,
			       size_t words, size_t section_words);

/* Ends the calling task's session; its device's lock is held. */
void kcov_session_end_locked(struct kcov_session *session);
/* Frees what an ended session still has. The device's lock is not held. */
void kcov_session_release(struct kcov_session *session);
/*
 * Gives back a hold on a session: whoever added 1 to `running` calls this once.
 * The last hold on an ended session frees the session. No lock held.
 */
void kcov_session_drop(struct kcov_session *session);
/*
 * The same with the registry lock held: true if that was the last hold, then
 * kcov_session_free() is called without the lock, in any context that may stop
 * a section.
 */
bool kcov_session_drop_locked(struct kcov_session *session);
void kcov_session_free(struct kcov_session *session);
/* The session that has the handle, with a hold; NULL if no session has it. */
struct kcov_session *kcov_session_hold(uint64_t handle);
/* Is the device still enabled for this session? Device lock held. */
bool kcov_session_lasts_locked(const struct kcov_session *session);
/*
 * Takes the handle from a session that is over without having been ended, on
 * hosts where owners die like that. Returns true if there was such a session.
 * No lock held.
 */
bool kcov_session_reap(uint64_t handle);

#endif /* KCOV_CORE_SESSION_H */
