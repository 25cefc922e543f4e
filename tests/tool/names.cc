// SPDX-License-Identifier: GPL-2.0-only OR MIT
// Functions that have the same last name: of two classes, of namespaces with
// and without a name, overloaded, of templates, local ones.
#include <cstdlib>

#define APART __attribute__((noinline))
#define WITHIN inline __attribute__((always_inline))

namespace
{
APART int hidden(int x) { return x > 2 ? x * 3 : x; }
struct Inner {
	APART int get(int x) { return x > 1 ? x : 2; }
};
}

namespace a
{
static WITHIN int quiet(int x) { return x > 2 ? x * 5 : x; }
APART int loud(int x) { return x > 2 ? quiet(x * 5) : x; }
APART int loud(double x) { return x > 2 ? 3 : 4; }
struct Shape {
	int v;
	APART Shape(int x) { v = x > 3 ? x : 1; }
	APART int get() const { return v > 2 ? v : 3; }
	APART bool operator<(const Shape &o) const { return v < o.v ? true : o.v > 3; }
	APART operator int() { return v > 3 ? 3 : v; }
};
}

namespace b
{
struct Shape {
	int v;
	APART int get() const { return v > 4 ? v : 5; }
};
}

template <class A, class B> struct Pair {
	APART int get(A x, B y) { return x > 2 ? (int)y : 3; }
};

extern "C" APART int plain(int x) { return x > 2 ? x : 3; }

int main(int argc, char **argv)
{
	int x = argc > 1 ? std::atoi(argv[1]) : 3;
	a::Shape s(x), t(x + 1);
	b::Shape u = { x };

	return hidden(x) + Inner().get(x) + a::loud(x) + a::loud(x * 1.5) + s.get() + (s < t) + (int)t + u.get() +
		       Pair<int, long>().get(x, x) + Pair<long, int>().get(x, x) + plain(x) >
	       999;
}
