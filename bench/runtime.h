/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What collects, as the driver sees it. All calls are made by the thread whose
 * coverage is meant; failures end the program with one line.
 */
#ifndef KCOV_BENCH_RUNTIME_H
#define KCOV_BENCH_RUNTIME_H

#include <stdint.h>

/* Mode "off": present but not collecting; else "pc" or "cmp" where that is a
 * choice. */
void runtime_begin(const char *mode);
void runtime_end(void);
/* Makes room in a log that would fill up; nothing where there is no log. */
void runtime_restart(void);
/* Forgets everything collected so far, as before each input of a fuzzer. */
void runtime_reset(void);
/*
 * Looks at everything collected since then, as after each input; how much that
 * was, in units of the runtime (records, counters that are not 0).
 */
uint64_t runtime_collect(void);

#endif /* KCOV_BENCH_RUNTIME_H */
