/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What was loaded in a process when a record was made, as the library noted it
 * in the device. So it is known behind the process's end too, without ptrace
 * and without /proc.
 */
#ifndef KCOV_TOOL_LOADED_H
#define KCOV_TOOL_LOADED_H

#include "tool/collect/device.h"
#include "tool/recording/recording.h"

/*
 * Gives the records of a task, which are those of this device, their places
 * among the images of the recording, which grow by those of the device. False
 * if the device does not say what was loaded, or nothing that makes sense.
 */
bool place_records(struct recording *recording, struct task *task,
		   const struct device *device);

/* The same of a text of such lines, from anybody. */
bool place_by_text(struct recording *recording, struct task *task, char *text,
		   size_t bytes);

#endif /* KCOV_TOOL_LOADED_H */
