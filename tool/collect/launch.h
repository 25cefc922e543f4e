/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Starting the command that a wrapper was given. */
#ifndef KCOV_TOOL_LAUNCH_H
#define KCOV_TOOL_LAUNCH_H

#include <stdbool.h>
#include <sys/types.h>

#include "tool/collect/device.h"
#include "tool/recording/recording.h"

/* The file that exec would find; or the end with 126 or 127. Free it. */
char *find_program(const char *name);
/* Puts the library in front of LD_PRELOAD, unless the program has it inside. */
void preload_library(const char *program);
/* "NAME=VALUE" sets, "NAME" unsets. */
void change_environment(const char *assignment);
/*
 * The user that commands run as, else the end; become_user() does it, in the
 * process that will be the command, and ends it if that cannot be.
 */
void choose_user(const char *name);
void become_user(void);

/*
 * Runs the command with collection on its main thread, from the exec until it
 * ends, as the documentation's fork loop does: PCs or comparisons are in the
 * device's area afterwards. Images of user-space commands are added to the
 * recording. Returns the wait status; failures end the program.
 */
int launch_recorded(char *const *command, const struct device *device,
		    unsigned int mode, enum host host,
		    struct recording *recording);

/* Ends this process the way the command ended. */
__attribute__((noreturn)) void end_like(int wait_status);

#endif /* KCOV_TOOL_LAUNCH_H */
