/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* What a recording says about where it was made. */
#ifndef KCOV_TOOL_SURROUNDINGS_H
#define KCOV_TOOL_SURROUNDINGS_H

#include <stdbool.h>
#include <sys/types.h>

#include "tool/recording/recording.h"

/* System, release, boot id, time, tool, command line. */
void note_system(struct recording *recording, char *const *command);
/* The kernel as an image, with its modules. */
void note_kernel(struct recording *recording);
/* Whether a task, of the kernel just noted, has begun another one. */
bool kernel_made_tasks(const struct task *task);
/* The images that a process has mapped now; false if that cannot be read. */
bool note_process(struct recording *recording, pid_t pid);

/* The build id in a file of ELF notes, "-" if there is none; static memory. */
const char *build_id_of_notes(const char *path);

#endif /* KCOV_TOOL_SURROUNDINGS_H */
