/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* What the kernel executes in the system calls of all threads of a command. */
#ifndef KCOV_TOOL_TRACED_H
#define KCOV_TOOL_TRACED_H

#include "tool/collect/device.h"
#include "tool/recording/recording.h"

/*
 * Runs the command by ptrace and adds a task for each thread of each of its
 * processes; the first one is there already and becomes the main thread's.
 * Returns the wait status; failures end the program.
 */
int record_calls(char *const *command, const struct device *device,
		 unsigned int mode, struct recording *recording);

#endif /* KCOV_TOOL_TRACED_H */
