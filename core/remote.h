/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Remote coverage: a session says which handles a device listens to, a section
 * is a stretch of code that some task runs on behalf of a handle.
 *
 *   REMOTE_ENABLE makes a session; DISABLE or exit of its owner ends it, and
 *   its memory goes when the last section that runs for it has stopped.
 *
 *   A section collects a plain trace into a private area, and what it collected
 *   gets into the device's area when it stops, provided that the session it
 *   started in is still there. Sections nest, last in, first out.
 *
 * [G] under the registry lock, which comes after a device's lock; [L] under the
 * device's lock; [C] constant; [O] used by the task that runs the section only.
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
	/* These together, in words. */
	KCOV_MAX_SESSION_WORDS = 1 << 26,
};

struct kcov_handle_node {
	uint64_t handle;	       /* [C] */
	struct kcov_session *session;  /* [C] */
	struct kcov_handle_node *next; /* [G] in its bucket */
};

/* Which PCs an area of unique PCs has, as far as this process knows. [L] */
struct kcov_known {
	struct kcov_feedback feedback; /* the set */
	uintptr_t records; /* of the area, from its begin, that are in it */
	uint64_t rewound;  /* the device's, when that was so */
	bool is_old;	   /* it has PCs from before */
};

struct kcov_session {
	struct kcov_device *device; /* [C] holds a reference */
	uint32_t epoch;		    /* [C] the device's, while we last */
	enum kcov_mode mode;	    /* [C] */
	size_t section_words;	    /* [C] */
	void *area;		    /* [C] of the device; valid by epoch */
	uint64_t limit;		    /* [C] records that fit in it */
	struct kcov_choice choice;  /* [C] what it holds, which fits */
	struct kcov_known known;    /* [L] */
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
	struct kcov_pc_slot pc;		/* [O] */
	struct kcov_cmp_slot cmp;	/* [O] */
	uint32_t context;		/* [O] */
	bool for_interrupts;		/* [C] */
	size_t words;			/* [C] */
	void *area;			/* [C] private: no client sees it */
	struct kcov_feedback *feedback; /* [C] stands beside it */
	uint64_t lost;			/* [O] records: the area was full */
	uint32_t resets;		/* [O] of the device, when it began */
};

#endif /* KCOV_CORE_REMOTE_H */
