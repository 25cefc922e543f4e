// SPDX-License-Identifier: GPL-2.0-only OR MIT
// C++: namespaces, methods of one name, templates, lambdas, local classes.
#include "shape.h"

int step_main(int x);

namespace a {
int Shape::get(int x) const
{
	return x > side ? x - side : side;
}
}

namespace b {
struct Shape {
	int side;
	__attribute__((noinline)) int get(int x) const;
};

int Shape::get(int x) const
{
	if (x == side)
		return 0;
	return x * side;
}
}

namespace {
__attribute__((noinline)) int hidden(int x)
{
	return x & 1 ? x + 9 : x - 9;
}

struct Round : a::Figure {
	explicit Round(int r) : r(r) {}
	int area() const override { return r > 3 ? 3 * r * r : r; }
	int r;
};

struct Flat : a::Figure {
	int area() const override
	{
		return hidden(3);
	}
};
}

static __attribute__((noinline)) int with_lambdas(int x)
{
	auto first = [x](int y) __attribute__((noinline)) {
		if (y > x)
			return y - x;
		return y;
	};
	auto second = [&](int y) { return y > 2 ? first(y) : x; };

	return apply(first, x) + apply(second, x + 3);
}

static __attribute__((noinline)) int with_local_class(int x)
{
	struct Local {
		int value;
		__attribute__((noinline)) int twice() const
		{
			return value > 1 ? value * 2 : 0;
		}
	};
	Local here{ x };

	return here.twice();
}

static __attribute__((noinline)) int area_of(const a::Figure &figure)
{
	return figure.area();
}

extern "C" int main_half(int x)
{
	a::Shape one{ 3 };
	b::Shape two{ 4 };
	Round round(x);
	Flat flat;
	int sum = one.get(x) + two.get(x) + area_of(round) + area_of(flat);

	sum += largest<int>(x, 2) + static_cast<int>(largest<long, 3>(x, 5));
	return sum + with_lambdas(x) + with_local_class(x) + step_main(x);
}
