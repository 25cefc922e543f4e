/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * One open kcov device and the rules of its life.
 *
 *          INIT_TRACE        ENABLE, REMOTE_ENABLE by task T
 *   NEW ---------------> INIT -------------------> LOCAL, REMOTE (owner T)
 *                          ^                          |
 *                          +--------------------------+
 *            DISABLE by T, exit of T: epoch + 1
 *
 * A task may be the owner of one local and of one remote session at once. The
 * local one is kcov_task.device, the remote one is that of kcov_task.session.
 *
 * There is no way back to NEW. The object lives as long as its file, its owner
 * or anything else that took a reference needs it.
 */
#ifndef KCOV_CORE_DEVICE_H
#define KCOV_CORE_DEVICE_H

#include "core/counters.h"
#include "core/feedback.h"

/* Linux bounds the area by INT_MAX bytes. */
#define KCOV_MAX_WORDS (0x7fffffff / sizeof(uintptr_t))

enum kcov_state {
	KCOV_STATE_NEW,
	KCOV_STATE_INIT,
	KCOV_STATE_LOCAL,
	KCOV_STATE_REMOTE,
};

/*
 * What deliveries of unique PCs and of edges have to know of each other, also
 * of those of other processes. [L]
 */
struct kcov_delivered {
	uintptr_t records; /* in the area, or its list, after the last one */
	uint64_t rewound;  /* times that one found less than that */
};

/*
 * [L] under the device lock; [C] constant once state left NEW;
 * [A] has an order of its own.
 */
struct kcov_device {
	struct kcov_port_lock lock;
	struct kcov_port_ref refs;  /* [A] file, owner, remote session */
	uint32_t state;		    /* [L] enum kcov_state */
	uint32_t mode;		    /* [L] enum kcov_mode while enabled */
	uint32_t epoch;		    /* [L] sessions ended so far */
	size_t words;		    /* [C] size of the area */
	struct kcov_port_area area; /* [C] */
	struct kcov_choice choice;  /* [L] constant while enabled */
	struct kcov_counters counters;
	struct kcov_delivered delivered;
};

/* A task collects for it, as the device says; its owner may have died. */
bool kcov_device_is_enabled(const struct kcov_device *device);

/* A new object with one reference: the file's. */
void kcov_device_init(struct kcov_device *device);
void kcov_device_put(struct kcov_device *device);

/* INIT_TRACE. May sleep. 0, -EINVAL, -ENOMEM or -EBUSY. */
int kcov_device_set_size(struct kcov_device *device, uintptr_t words);
/*
 * May a client map this many bytes (rounded up to pages) from this offset? Only
 * the whole area, which must be a multiple of a page: 0 or -EINVAL.
 */
int kcov_device_check_map(struct kcov_device *device, size_t bytes,
			  uint64_t offset);
/*
 * Ends the session of an owner that died without telling, with the lock held;
 * also mends a device whose last lock holder died half-way.
 */
void kcov_device_recover_locked(struct kcov_device *device);

#endif /* KCOV_CORE_DEVICE_H */
