/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Remote coverage: a session says which handles a device listens to, a section
 * is a stretch of code that some task runs on behalf of a handle.
 *
 *   REMOTE_ENABLE makes a session; DISABLE or exit of its owner ends it, and
 *   its memory goes when the last section that runs for it has stopped.
 *
 *   A section collects into a private area, and what it collected is appended
 *   to the device's area when it stops, provided that the session it started in
 *   is still there. Sections nest, last in, first out.
 *
 * [G] under the registry lock, which comes after a device's lock;
 * [C] constant; [O] used by the task that runs the section only.
 */
#ifndef KCOV_CORE_REMOTE_H
#define KCOV_CORE_REMOTE_H

#include "core/device.h"

enum {
	/* Sections of one task that collect at the same time. */
	KCOV_MAX_NESTING = 4,
	/* Private areas of one session, running and idle. */
	KCOV_MAX_SECTIONS = 64,
	/* One private area, in words. */
	KCOV_MAX_SECTION_WORDS = 1 << 24,
	/* Private areas of all sessions together, in words. */
	KCOV_MAX_ALL_SECTION_WORDS = 1 << 26,
};

struct kcov_handle_node {
	uint64_t handle;	       /* [C] */
	struct kcov_session *session;  /* [C] */
	struct kcov_handle_node *next; /* [G] in its bucket */
};

struct kcov_session {
	struct kcov_device *device; /* [C] holds a reference */
	uint32_t epoch;		    /* [C] the device's, while we last */
	enum kcov_mode mode;	    /* [C] */
	size_t section_words;	    /* [C] */
	void *area;		    /* [C] of the device; valid by epoch */
	uint64_t limit;		    /* [C] records that fit in it */
	uint32_t sections;	    /* [G] private areas that exist */
	uint32_t running;	    /* [G] of those and of interrupts */
	bool ended;		    /* [G] */
	struct kcov_section *idle;  /* [G] areas to use again */
	size_t bytes;		    /* [C] of this allocation */
	uint32_t handles;	    /* [G] nodes used */
	struct kcov_handle_node nodes[];
};

struct kcov_section {
	struct kcov_session *session; /* [O] */
	struct kcov_section *outer;   /* [O] while running, [G] while idle */
	/* What the section put aside. */
	struct kcov_pc_slot pc;	  /* [O] */
	struct kcov_cmp_slot cmp; /* [O] */
	uint32_t context;	  /* [O] */
	bool for_interrupts;	  /* [C] */
	size_t words;		  /* [C] */
	void *area;		  /* [C] private: no client sees it */
};

/*
 * REMOTE_ENABLE for the calling task; `argument` is the client's pointer. May
 * sleep. A failure leaves everything as it was.
 */
int kcov_remote_enable(struct kcov_device *device, struct kcov_task *task,
		       uintptr_t argument);
/* Ends the calling task's session; its device's lock is held. */
void kcov_session_end_locked(struct kcov_session *session);
/* After that, without the lock. */
void kcov_session_release(struct kcov_session *session);
/* Lets go of a session that was held by counting it as running. */
void kcov_session_drop(struct kcov_session *session);
/* Is the device still enabled for it? Device lock held. */
bool kcov_session_lasts_locked(const struct kcov_session *session);
/*
 * Takes the handle from a session that is over without having been ended, on
 * hosts where owners die like that. True if there was one. No lock held.
 */
bool kcov_session_reap(uint64_t handle);

/*
 * What makes a session: memory with room for so many handles, or NULL; is the
 * size of its private areas one, 0 or -EINVAL; what stays as it is while it
 * lasts, 0 or -ENOMEM, with the device's lock held. The size of the device's
 * area is what the caller read once, as others may be writing it.
 */
struct kcov_session *kcov_session_alloc(uint32_t nodes);
int kcov_session_check_words(size_t section_words);
int kcov_session_set_up_locked(struct kcov_session *session,
			       struct kcov_device *device, enum kcov_mode mode,
			       size_t words, size_t section_words);

/*
 * proxy.c, for hosts whose devices are shared by processes with a registry
 * each: sections of this process for a session of another. The device is the
 * other's as far as it is mapped here; the session must be that of this epoch.
 * 0 or -errno, then the device is as it was. The proxy ends by
 * kcov_session_reap() once the session is over. No lock held.
 */
int kcov_proxy_open(struct kcov_device *device, uint64_t handle, uint32_t epoch,
		    size_t section_words);

/* registry.c */
int kcov_registry_add_locked(struct kcov_session *session, uint64_t handle);
void kcov_registry_remove_locked(struct kcov_session *session);
struct kcov_session *kcov_registry_find_locked(uint64_t handle);

#endif /* KCOV_CORE_REMOTE_H */
