// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* A library whose calls are traced; the comments are what the test looks for. */
#include "traced.h"

static int helper(int x)
{
	return x > 3 ? x * 2 : x + 1; /* helper */
}

int twice(int x)
{
	return helper(x) + helper(x); /* twice */
}

int each(int count, int (*call)(int))
{
	int i, sum = 0; /* each begins */

	for (i = 0; i < count; i++)
		sum += call(i); /* each calls */
	return sum;
}
