/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Test results as TAP lines, the plan last; for tests of one thread. */
#ifndef KCOV_TESTS_UNIT_TAP_H
#define KCOV_TESTS_UNIT_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

static int tap_run;
static int tap_failed;

__attribute__((format(printf, 2, 3))) static inline void
tap_ok(bool ok, const char *sentence, ...)
{
	va_list list;

	printf("%sok %d - ", ok ? "" : "not ", ++tap_run);
	va_start(list, sentence);
	vprintf(sentence, list);
	va_end(list);
	putchar('\n');
	tap_failed += !ok;
}

/* The exit status: a run without a test is a failure. */
static inline int tap_done(void)
{
	printf("1..%d\n", tap_run);
	return tap_failed || !tap_run;
}

#endif /* KCOV_TESTS_UNIT_TAP_H */
