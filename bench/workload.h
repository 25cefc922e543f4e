/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What a workload provides. It is compiled as its configuration says, the
 * driver and the runtimes never are instrumented.
 */
#ifndef KCOV_BENCH_WORKLOAD_H
#define KCOV_BENCH_WORKLOAD_H

#include <stdint.h>

/* Input and state of one thread; ends the program on failure. */
void *work_new(void);
/* One operation, the same each time. What it returns depends on all it did. */
uint64_t work_run(void *work);

#endif /* KCOV_BENCH_WORKLOAD_H */
