/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Processes that are traced, or killed at a system call of our choice. */
#ifndef CONFORMANCE_STEPPING_H
#define CONFORMANCE_STEPPING_H

#include "harness.h"

/* A child that has stopped before the body, traced by this process. */
pid_t fork_traced(void (*body)(void *));
/*
 * Runs the body in a child, lets it enter or leave so many system calls and
 * kills it there; false if it ended by itself before.
 */
bool killed_after(void (*body)(void *), int calls);

#endif /* CONFORMANCE_STEPPING_H */
