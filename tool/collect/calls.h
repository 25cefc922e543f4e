/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A command one system call at a time: it is stopped by ptrace before and
 * after each, and what the device recorded in between belongs to that call.
 * What ptrace itself makes the kernel execute is recorded too; a call that does
 * nothing shows what that is.
 */
#ifndef KCOV_TOOL_CALLS_H
#define KCOV_TOOL_CALLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tool/collect/device.h"

struct call {
	long number;
	uint64_t arguments[6];
	long result;	     /* or -errno */
	const uint64_t *pcs; /* without ptrace's own */
	size_t count;
	bool full; /* more was not recorded */
};

/*
 * Runs the command and calls `visit` after each call of its main thread, from
 * the exec on. Returns the wait status; failures end the program.
 */
int calls_visit(char *const *command, const struct device *device,
		void (*visit)(const struct call *call, void *data), void *data);

/* "socket", or "syscall_N" in static memory. */
const char *call_name(long number);

#endif /* KCOV_TOOL_CALLS_H */
