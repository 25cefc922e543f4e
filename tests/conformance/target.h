/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What gets traced. target.c is the only instrumented object of a test program,
 * and its functions make raw system calls, so that each call leaves a trace
 * in user space and, through its system calls, in a kernel.
 */
#ifndef CONFORMANCE_TARGET_H
#define CONFORMANCE_TARGET_H

void target_a(void);
void target_b(void);

/* Path n of TARGET_PATHS: all different in user space, ... */
#define TARGET_PATHS 64
void target_path(unsigned int n);
/* ... while the system calls, and so the kernel's traces, repeat after this. */
#define TARGET_SYSCALLS 8

#endif /* CONFORMANCE_TARGET_H */
