// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * There is another step.c, in part/, with a static of the same name. And GNU C:
 * a function within a function that is inlined everywhere; clang has none.
 */
static __attribute__((noinline)) int same_name(int x)
{
	return x > 6 ? x - 5 : x + 2;
}

int step_main(int x)
{
	return x ? same_name(x) : 3;
}

static inline __attribute__((always_inline)) int around(int x)
{
#ifdef __clang__
	return x > 7 ? x - 7 : x;
#else
	__attribute__((noinline)) int nested(int y)
	{
		if (y > x)
			return y - x;
		return y + x;
	}
	return nested(x + 1) + nested(x - 1);
#endif
}

int nested_main(int x);
int nested_main(int x)
{
	if (x > 50)
		return 0;
	return around(x);
}
