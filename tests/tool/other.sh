# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash disable=SC2154
# A program of two files with functions in types, in functions and in a header, and
# what kcovctl says of it. Sourced behind tap.sh; goes to $work.
cd "$work" || exit 1
library=("$build/lib/libkcov.so.0" "-Wl,-rpath,$build/lib")
cat >local.cc <<'END'
namespace n { struct Shape { int v; __attribute__((noinline)) int get(int x) const { return x > v ? x : 7; } }; }
namespace m { struct Shape { int v; __attribute__((noinline)) int get(int x) const { return x > v ? x : 8; } }; }
static inline int helper(int x) { return x > 7 ? x / 2 : x * 3; }
int other(int x);
int main(int argc, char **)
{
	struct Local {
		int value;
		int twice() const { int s = value; for (int i = 0; i < value; i++) s ^= i; return s; }
	} local = { argc };
	auto more = [&](int x) { return x > argc ? 1 : 2; };
	n::Shape a = { 1 };
	m::Shape b = { 2 };
	return local.twice() + more(3) + a.get(argc) + b.get(argc) + helper(argc) + other(argc) > 1000;
}
END
cat >other.cc <<'END'
#include "other.h"
int other(int x) { return helper(x) + helper(x + 1) + Box<int>(x).get(); }
END
cat >other.h <<'END'
template <class T> struct Box { T t; Box(T t) : t(t) {} T get() const { return t > 5 ? t : 6; } };
static inline int helper(int x) { return x > 9 ? x / 2 : x * 5; }
END
# make NAME COMPILER OPTION...: a program of local.cc and other.cc.
make() {
	local name=$1
	shift
	"$@" "${instrumented[@]}" -c local.cc -o "$name-local.o" &&
		"$@" "${instrumented[@]}" -c other.cc -o "$name-other.o" &&
		"$@" "${instrumented[@]}" "$name-local.o" "$name-other.o" "${library[@]}" -o "$name"
}
# Names, files and lines without addresses.
chains() {
	kcovctl symbolise --points "$1" | sed -E 's/^0x[0-9a-f]+ //'
}
