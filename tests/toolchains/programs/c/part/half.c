// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* The other half, which may be a library. */
#include "../inline.h"

int step_part(int x);

/* Its first statement is a call of another, the compiler may jump there. */
static __attribute__((noinline)) int last_call(int x)
{
	return step_part(x + 1);
}

static __attribute__((noinline)) int recursive(int x)
{
	if (x < 2)
		return 1;
	return recursive(x - 1) + recursive(x - 2);
}

int part_half(int x)
{
	int sum = inline_outer(x);

	if (sum > 1000)
		return last_call(sum);
	return sum + last_call(x) + recursive(x + 3);
}
