/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Scripts: what happens in which context, in one go. A kernel plays them
 * through its test module, user space on a thread and in signal handlers.
 */
#ifndef CONFORMANCE_SCRIPT_H
#define CONFORMANCE_SCRIPT_H

#include <stdbool.h>
#include <stdint.h>

#include "sections.h"

#define START(handle) { SECTION_START, (handle) }
#define STOP { SECTION_STOP, 0 }
#define RUN(target) { SECTION_TARGET, (target) }
#define ENTER(context) { SECTION_ENTER, (context) }
#define LEAVE { SECTION_LEAVE, 0 }
#define PAUSE { SECTION_PAUSE, 0 }
#define RESUME { SECTION_RESUME, 0 }
#define WAKE(waiter) { SECTION_WAKE, (waiter) }
#define WAIT(waiter) { SECTION_WAIT, (waiter) }
#define END { SECTION_END, 0 }

/* A kernel's test module does this instead, where there is one (module.c). */
extern bool (*play_elsewhere)(const struct section_step *script);
extern uint64_t (*common_handle_elsewhere)(void);
/* There, one step. */
void play_one(uint64_t action, uint64_t value);

/* False: this host lacks one of its contexts or pauses, nothing was played. */
bool play(const struct section_step script[SECTIONS_STEPS]);

/*
 * In a kernel with the test module that does what target.c and cmp-target.c do
 * otherwise.
 */
bool has_target_in_kernel(void);
/* Does nothing leave records but the target? In other kernels all code does. */
bool host_is_exact(void);

void section_start(uint64_t handle);
void section_stop(void);
uint64_t common_handle(void);
/* Is there a way to call these? */
bool host_has_sections(void);

#endif /* CONFORMANCE_SCRIPT_H */
