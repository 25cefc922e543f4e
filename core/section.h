/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
#ifndef KCOV_CORE_SECTION_H
#define KCOV_CORE_SECTION_H

#include "core/remote.h"

/* What became of a start. Each has a stop, whatever it is. */
enum kcov_start {
	/* Nobody listens, or kcov_port_no_area() was told why nothing is heard.
	 */
	KCOV_START_FOR_NOBODY,
	/* Too many sections of the task collect; who listens was not asked. */
	KCOV_START_TOO_DEEP,
	KCOV_START_COLLECTS,
};

/*
 * A stretch of code that the calling task runs on behalf of a handle begins or
 * ends. Task context (start may sleep there) or soft interrupt.
 */
enum kcov_start kcov_section_start(struct kcov_task *task, uint64_t handle);
void kcov_section_stop(struct kcov_task *task);

/*
 * Ends what the task collects for itself, also while sections cover it: then it
 * is what the outermost one put aside.
 */
void kcov_section_withdraw_local(struct kcov_task *task);
/* The task exits inside sections: they end here and deliver nothing. */
void kcov_section_abandon_all(struct kcov_task *task);

#endif /* KCOV_CORE_SECTION_H */
