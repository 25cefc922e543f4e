/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What a shim needs of its host besides port/bare/bare.h.
 */
#ifndef TESTS_ANYWHERE_HOST_H
#define TESTS_ANYWHERE_HOST_H

#include "port/bare/bare.h"

/* A task of the host that calls body(argument) and ends. NULL: none was made. */
void *host_task_start(void (*body)(void *), void *argument);
void host_task_wait(void *task);
/* The argument of the running one. */
void *host_task_argument(void);
_Noreturn void host_task_end(void);
void host_yield(void);
uint64_t host_nanoseconds(void);
/* The handler has run in an interrupt of the calling task. */
void host_interrupt(void (*handler)(void));
void host_print(const char *text);
/* The machine goes off, with that status of the program. */
_Noreturn void host_end(int status);

#endif /* TESTS_ANYWHERE_HOST_H */
