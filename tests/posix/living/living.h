/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
#ifndef LIVING_H
#define LIVING_H

/* The instrumented part. */
int traced_call(int value);
/* The client: collects traced_call() and prints the counts. */
void collect(void);

#endif /* LIVING_H */
