/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What programs call: libc's functions that are replaced, <kcov/client.h>, and
 * what happens when a program, a thread or a child begins.
 */
#ifndef KCOV_POSIX_CALLS_H
#define KCOV_POSIX_CALLS_H

#include "port/posix/device/device.h"

/* The result of a system call as libc gives it. */
static inline long posix_set_errno(long result)
{
	if (result >= 0 || result < -4095)
		return result;
	errno = (int)-result;
	return -1;
}

/*
 * collect.c: the calling thread has just begun; the program, or a fork's child,
 * has. Nothing, where no collector listens.
 */
void posix_collect_thread(void);
void posix_collect_process(void);
bool posix_collects_threads(void);

#endif /* KCOV_POSIX_CALLS_H */
