/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Annotations for programs that are traced by kcov in user space: they say on
 * whose behalf a thread works. Clients need nothing of this, but only
 * <linux/kcov.h>.
 */
#ifndef KCOV_KCOV_H
#define KCOV_KCOV_H

#include <kcov/client.h>
#include <kcov/images.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The calling thread begins to work for a handle, as made by
 * kcov_remote_handle() of <linux/kcov.h>. What it executes until the matching
 * kcov_remote_stop() goes to the device whose session has that handle, when the
 * section stops, also if that is a session of another process: of the same
 * user, with the same folder in KCOV_DOMAIN (default: kcov in XDG_RUNTIME_DIR,
 * or /dev/shm/kcov-UID). A handle that nobody enabled costs a look-up and
 * collects nothing. Sections nest, last in first out; four of them collect at a
 * time. A thread that starts a fifth, or ends in a section, loses what it would
 * have delivered, and says so once on stderr: perhaps a stop is left out. Any
 * thread; in signal handlers too. errno is preserved.
 */
void kcov_remote_start(uint64_t handle);

/* Ends the innermost section; without one, does nothing. */
void kcov_remote_stop(void);

/*
 * The common handle of the session that the calling thread enabled, 0 if none:
 * pass it along with the work that others will do for this thread.
 */
uint64_t kcov_common_handle(void);

#ifdef __cplusplus
}
#endif

#endif /* KCOV_KCOV_H */
