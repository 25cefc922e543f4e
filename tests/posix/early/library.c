// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* What resolvers call, and an ifunc that others call through the linker. */
#include <stdint.h>

#include "early.h"

static int ten(int x)
{
	return x + 10;
}

/* On its own: to whom a library's resolver calls may not be relocated yet. */
static int (*pick_work(void))(int)
{
	volatile int n = 3;
	int i, sum = 0;

	for (i = 0; i < n; i++)
		sum += i;
	return sum == 3 ? ten : 0;
}

int early_work(int x) __attribute__((ifunc("pick_work")));

int early_number(int x)
{
	return x > 4 ? x : 4;
}
