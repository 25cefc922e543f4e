// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* A second library. Its code is as long as to lie over that of the first. */
static int helper(int x)
{
	int i, sum = 0;

	for (i = 0; i < x + 3; i++)
		sum += i & 1 ? i : 2 * i;
	return sum;
}

int other_half(int x)
{
	if (x > 100)
		return helper(x) + 1;
	return helper(x) - 1;
}
