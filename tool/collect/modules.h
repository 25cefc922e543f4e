/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Modules that come and go while the kernel collects: a log with the lines of
 * <kcov/images.h>, for place_by_text(). The kernel announces both, a moment
 * later; so it is a log of what is certain.
 */
#ifndef KCOV_TOOL_MODULES_H
#define KCOV_TOOL_MODULES_H

#include "tool/base/text.h"
#include "tool/recording/recording.h"

typedef ARRAY_OF(struct image_entry) module_array;

struct modules {
	module_array now;
	struct text log;
	uint64_t looked_at; /* records before the last look */
	int events;	    /* -1: nobody announces */
	bool changed;
};

/* kernel.c: what is loaded now, as note_kernel() would note it. */
void modules_read(module_array *modules);
void modules_forget(module_array *modules);

/* The recording has the kernel's images, with those loaded now. */
void modules_begin(struct modules *modules, const struct recording *recording);
/* Whenever `events` can be read, and at the end, after so many records. */
void modules_look(struct modules *modules, uint64_t records);
/* Moves the task's PCs to where they belong, if anything has changed. */
void modules_place(const struct modules *modules, struct recording *recording,
		   struct task *task);
void modules_end(struct modules *modules);

/* The log's begin: all images of the recording, from its first record on. */
void modules_log(struct modules *modules, const struct recording *recording);
/* What a look found, for tests too: `unseen` if there was more in between. */
void modules_note(struct modules *modules, module_array *found, bool unseen,
		  uint64_t records);

#endif /* KCOV_TOOL_MODULES_H */
