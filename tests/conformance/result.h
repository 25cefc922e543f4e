/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What is said of a test, for what has a main: harness.c, and other hosts' own.
 */
#ifndef CONFORMANCE_RESULT_H
#define CONFORMANCE_RESULT_H

#include "harness.h"

/* How the process of a test ends. */
enum { PASSED = 0, FAILED = 1, SKIPPED = 77 };

/* Of this program, the test that is called so, which runs from now on; or NULL.
 */
const struct test *choose_test(const char *called);
/* A line of TAP. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif /* CONFORMANCE_RESULT_H */
