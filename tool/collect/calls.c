// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The names of system calls by number, for everything that shows calls. The
 * number may be any.
 */
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
