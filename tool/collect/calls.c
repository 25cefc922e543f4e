// SPDX-License-Identifier: GPL-2.0-only OR MIT
#include <linux/kcov.h>
#include <stdio.h>

#include "tool/collect/calls.h"

const char *call_name(long number)
{
	static const char *const names[] = {
#include "syscalls.h"
	};
	static char unknown[32];

	if (number >= 0 && number < (long)(sizeof(names) / sizeof(*names)) &&
	    names[number])
		return names[number];
	snprintf(unknown, sizeof(unknown), "syscall_%ld", number);
	return unknown;
}

int calls_visit(char *const *command, const struct device *device,
		void (*visit)(struct call *call, void *data), void *data)
{
	struct noise noise;
	struct calls_request request = { .command = command,
					 .device = device,
					 .mode = KCOV_TRACE_PC,
					 .host = HOST_KERNEL,
					 .noise = &noise,
					 .leave = visit,
					 .data = data };
	int status;

	noise_measure(&noise, KCOV_TRACE_PC);
	status = calls_follow(&request);
	noise_free(&noise);
	return status;
}
