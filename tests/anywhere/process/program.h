/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Between a process and what it hosts. */
#ifndef TESTS_ANYWHERE_PROGRAM_H
#define TESTS_ANYWHERE_PROGRAM_H

#include "tests/anywhere/host.h"

/* program.c: the conformance program of that name is the first task. */
void host_begin(const char *name);
/* host.c: the process ends. */
_Noreturn void host_stop(int status);

#endif /* TESTS_ANYWHERE_PROGRAM_H */
