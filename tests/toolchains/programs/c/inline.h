/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Three functions into one another, with lines of their own. */
static inline __attribute__((always_inline)) int inline_inner(int x)
{
	return x > 2 ? x * 3 : x - 1;
}

static inline __attribute__((always_inline)) int inline_middle(int x)
{
	int y = inline_inner(x) + 1;

	if (y & 1)
		y += inline_inner(y);
	return y;
}

static inline __attribute__((always_inline)) int inline_outer(int x)
{
	return inline_middle(x) +
	       inline_middle(x + 1);
}
