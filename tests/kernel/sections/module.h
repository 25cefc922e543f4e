/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
#ifndef KCOV_SECTIONS_MODULE_H
#define KCOV_SECTIONS_MODULE_H

#include <linux/kcov.h>

#include "sections.h"

/* Stock has none. */
#ifdef KCOV_CONTEXT_PAUSED
#define SECTION_HAS_PAUSES true
#else
#define SECTION_HAS_PAUSES false
static inline u32 kcov_pause(void)
{
	return 0;
}
static inline void kcov_resume(u32 found)
{
}
#endif

/* target.c, compare.c: what is instrumented. Any context. */
void section_target_walk(unsigned int path);
void section_target_compare(void);

/* play.c: plays up to the matching SECTION_LEAVE or the end. Any context. */
const struct section_step *section_play(const struct section_step *step);

/*
 * interrupt.c: plays from the step on in this context, on top of the caller,
 * and returns behind the SECTION_LEAVE.
 */
const struct section_step *section_interrupt(enum section_context context,
					     const struct section_step *step);
bool section_context_exists(u64 context);
bool section_context_fits(u64 context, u64 under);
int section_interrupts_prepare(void);
void section_interrupts_end(void);

#endif /* KCOV_SECTIONS_MODULE_H */
