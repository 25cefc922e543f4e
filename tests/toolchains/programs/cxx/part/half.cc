// SPDX-License-Identifier: GPL-2.0-only OR MIT
// The other half, which may be a library.
#include "../shape.h"

int step_part(int x);

namespace a::inner {
struct Pair {
	int x, y;
	__attribute__((noinline)) bool operator<(const Pair &other) const
	{
		return x < other.x || (x == other.x && y < other.y);
	}
	__attribute__((noinline)) explicit operator int() const
	{
		return x ? y : 1;
	}
};

static __attribute__((noinline)) int same_name(int x)
{
	Pair one{ x, 2 }, two{ x, 3 };

	return one < two ? static_cast<int>(one) : static_cast<int>(two);
}
}

extern "C" int part_half(int x)
{
	a::Shape shape{ x };

	if (x > 1000)
		return -1;
	return shape.inlined(x) + largest<int>(x, 1) + a::inner::same_name(x) + step_part(x);
}
