/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
#ifndef KCOV_TEST_TRACED_H
#define KCOV_TEST_TRACED_H

int twice(int x);
int each(int count, int (*call)(int));

#endif /* KCOV_TEST_TRACED_H */
