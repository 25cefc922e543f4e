/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What others execute on a command's behalf: kernel threads, soft interrupts.
 * The session is this process's own; a command that is started afterwards
 * inherits its common handle.
 */
#ifndef KCOV_TOOL_REMOTE_H
#define KCOV_TOOL_REMOTE_H

#include "tool/base/text.h"
#include "tool/collect/device.h"

#define REMOTE_HANDLES 16

struct remote {
	bool common;
	uint64_t handles[REMOTE_HANDLES]; /* besides the common one */
	unsigned int count;
	struct device device;
};

/* "common,usb:N"; false: `why` says what is wrong with it. */
bool remote_parse(struct remote *remote, const char *list, struct text *why);
/* False after an error was reported. */
bool remote_open(struct remote *remote, uint64_t words, unsigned int mode);
void remote_close(struct remote *remote);

#endif /* KCOV_TOOL_REMOTE_H */
