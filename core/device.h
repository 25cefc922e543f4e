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
 * There is no way back to NEW. The object lives as long as its file, its owner
 * or anything else that took a reference needs it.
 */
#ifndef KCOV_CORE_DEVICE_H
#define KCOV_CORE_DEVICE_H

#include "core/port.h"

/* Linux bounds the area by INT_MAX bytes. */
#define KCOV_MAX_WORDS (0x7fffffff / sizeof(uintptr_t))

enum kcov_state {
	KCOV_STATE_NEW,
	KCOV_STATE_INIT,
	KCOV_STATE_LOCAL,
	KCOV_STATE_REMOTE,
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
};

/* A new object with one reference: the file's. */
void kcov_device_init(struct kcov_device *device);
void kcov_device_put(struct kcov_device *device);

/* INIT_TRACE. May sleep. 0, -EINVAL, -ENOMEM or -EBUSY. */
int kcov_device_set_size(struct kcov_device *device, uintptr_t words);
/* ENABLE for the calling task. 0, -EINVAL, -EBUSY, -KCOV_ENOTSUPP, -ENOMEM. */
int kcov_device_enable(struct kcov_device *device, struct kcov_task *task,
		       uintptr_t trace_mode);
/* The checks that both kinds of enabling begin with: 0 or what they return. */
int kcov_device_check_enable_locked(struct kcov_device *device,
				    const struct kcov_task *task,
				    uintptr_t trace_mode);
/* DISABLE by the calling task. 0 or -EINVAL. */
int kcov_device_disable(struct kcov_device *device, struct kcov_task *task);
/*
 * May a client map this many bytes (rounded up to pages) from this offset? Only
 * the whole area, which must be a multiple of a page: 0 or -EINVAL.
 */
int kcov_device_check_map(struct kcov_device *device, size_t bytes,
			  uint64_t offset);
/*
 * The calling task goes on with the session it had before the host replaced its
 * program, on hosts where that loses the binding. 0 or -errno, then it is over.
 */
int kcov_device_adopt(struct kcov_device *device, struct kcov_task *task);
/*
 * Ends the session of an owner that died without telling, with the lock held;
 * also mends a device whose last lock holder died half-way.
 */
void kcov_device_recover_locked(struct kcov_device *device);

#endif /* KCOV_CORE_DEVICE_H */
