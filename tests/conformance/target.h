/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What gets traced. target.c is the only instrumented object of a test program,
 * and its functions make raw system calls, so that each call leaves a trace
 * in user space and, through its system calls, in a kernel. A kernel with the
 * test module of tests/kernel/sections has a target of its own, which then does
 * everything instead (kernel-target.c).
 */
#ifndef CONFORMANCE_TARGET_H
#define CONFORMANCE_TARGET_H

#include <stdbool.h>

#include "sections.h"

/* Runs the target (enum section_target) in another place, where there is one. */
extern bool (*target_elsewhere)(unsigned int which);

void target_a(void);
void target_b(void);

/* Path n of TARGET_PATHS: all different in user space, ... */
#define TARGET_PATHS 64
void target_path(unsigned int n);
/* ... while the system calls, and so the kernel's traces, repeat after this. */
#define TARGET_SYSCALLS 8

#endif /* CONFORMANCE_TARGET_H */
