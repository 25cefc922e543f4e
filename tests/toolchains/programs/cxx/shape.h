// SPDX-License-Identifier: GPL-2.0-only OR MIT
// What both halves instantiate.
#pragma once

namespace a {
struct Shape {
	int side;
	__attribute__((noinline)) int get(int x) const;
	int inlined(int x) const
	{
		return x > 0 ? side * x : -side;
	}
};

struct Figure {
	virtual int area() const = 0;
};
}

template <typename T, int N = 1> __attribute__((noinline)) T largest(T x, T y)
{
	if (x > y + N)
		return x;
	return y;
}

template <typename F> __attribute__((noinline)) int apply(F f, int x)
{
	int i, sum = 0;

	for (i = 0; i < 2; i++)
		sum += f(x + i);
	return sum;
}
