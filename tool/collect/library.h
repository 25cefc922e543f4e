/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* The library that serves the device in user space, as another process has it. */
#ifndef KCOV_TOOL_LIBRARY_H
#define KCOV_TOOL_LIBRARY_H

#include <stdint.h>
#include <sys/types.h>

/* The address of its ioctl(); 0: the process has no such library. */
uint64_t library_ioctl(pid_t pid);

/* Where its program begins, when all that it needs is loaded; or 0. */
uint64_t program_entry(pid_t pid);

#endif /* KCOV_TOOL_LIBRARY_H */
