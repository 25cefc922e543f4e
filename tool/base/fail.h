/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What the tool says when something is wrong: one line on stderr, the cause
 * and then the remedy. Main thread only.
 */
#ifndef KCOV_TOOL_FAIL_H
#define KCOV_TOOL_FAIL_H

#include <stdbool.h>

/*
 * Commands that run another command pass on its status, so their own failures
 * are the three that timeout(1) and env(1) use.
 */
enum exit_status {
	STATUS_OK = 0,
	STATUS_FAILED = 1,
	STATUS_USAGE = 2,
	STATUS_GATE = 3, /* finished, but what was asked for does not hold */
	STATUS_WRAPPER_FAILED = 125,
	STATUS_NOT_EXECUTABLE = 126,
	STATUS_NOT_FOUND = 127,
};

/* -q: 1 drops what info() and warn() say, 2 drops errors too. */
extern int quiet;
/* -v: what the tool decides and where it looks. */
extern int verbose;

#define PRINTF(f, a) __attribute__((format(printf, f, a)))

/* "kcovctl: TEXT". The text is one line: what is wrong, ": " or "; ", remedy. */
void error(const char *text, ...) PRINTF(1, 2);
void warn(const char *text, ...) PRINTF(1, 2);
void info(const char *text, ...) PRINTF(1, 2);
void detail(const char *text, ...) PRINTF(1, 2);

/* error(), then the end of the program. */
__attribute__((noreturn)) void die(int status, const char *text, ...)
	PRINTF(2, 3);

/* Memory or the end; sizes that come from a file are checked before. */
void *must_alloc(void *old, unsigned long count, unsigned long size);
char *must_copy(const char *text);

#endif /* KCOV_TOOL_FAIL_H */
