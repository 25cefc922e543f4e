#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR MIT
#
# selftest.sh: hotpath.sh refuses what it is there to refuse. Each case is a
# callback that breaks one rule and must fail by the sentence of that rule; the
# same callback without the fault must pass.
# kills: a pattern that matches nothing, a check that is skipped.
set -uo pipefail

here=${0%/*}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The path is what budgets are chosen by.
mkdir -p "$work/codegen/gcc-O2-m64" "$work/codegen/unknown"
object=$work/codegen/gcc-O2-m64/callback.o
run=0 failed=0

result() {
	((run += 1))
	[[ $1 == ok ]] || ((failed += 1))
	printf '%s %d - %s\n' "$1" "$run" "$2"
}

# compile [FLAG...] < SOURCE
compile() {
	{
		# shellcheck disable=SC2016
		echo '#define CALLBACK __attribute__((aligned(64))) void __sanitizer_cov_trace_pc(void)'
		cat
	} >"$work/callback.c"
	"${CC:-cc}" -O2 -fomit-frame-pointer -fno-stack-protector -fcf-protection=none \
		-fno-pic "$@" -c "$work/callback.c" -o "$object"
}

# expect WHAT SENTENCE OBJECT...: hotpath.sh fails, with a "not ok" that ends so.
expect() {
	local what=$1 sentence=$2 output
	shift 2
	if output=$("$here/hotpath.sh" "$@" 2>/dev/null); then
		result "not ok" "$what is refused"
	elif grep -qE "^not ok [0-9]+ - .*$sentence" <<<"$output"; then
		result ok "$what is refused"
	else
		result "not ok" "$what is refused for what it is"
		grep '^not ok' <<<"$output" | sed 's/^/# /'
	fi
}

# refuses WHAT SENTENCE [FLAG...] < SOURCE
refuses() {
	local what=$1 sentence=$2
	shift 2
	if compile "$@"; then
		expect "$what" "$sentence" "$object"
	else
		result "not ok" "$what compiles"
	fi
}

for visibility in default hidden; do
	compile "-fvisibility=$visibility" <<-'END'
		long *area;
		CALLBACK
		{
			area[0] = (long)__builtin_return_address(0);
		}
	END
	if output=$("$here/hotpath.sh" "$object"); then
		result ok "a callback that keeps the rules passes ($visibility)"
	else
		result "not ok" "a callback that keeps the rules passes ($visibility)"
		grep '^not ok' <<<"$output" | sed 's/^/# /'
	fi
done

refuses "a call" "has no call" <<'END'
void other(void);
int seen;
CALLBACK
{
	other();
	seen = 1;
}
END

refuses "a tail call" "has no jump to elsewhere" -fPIC <<'END'
void other(void);
CALLBACK
{
	other();
}
END

refuses "a conditional tail call" "has no jump to elsewhere" <<'END'
void other(void);
int armed;
CALLBACK
{
	if (armed)
		other();
}
END

refuses "a tail call within the object" "has no jump to elsewhere" <<'END'
int count;
__attribute__((noinline)) void other(void)
{
	__asm__ volatile("nop" : : : "memory");
	count++;
}
CALLBACK
{
	other();
}
END

refuses "a call through a pointer" "has no jump to elsewhere" <<'END'
void (*hook)(void);
CALLBACK
{
	hook();
}
END

refuses "a saved register" "has no stack frame" <<'END'
CALLBACK
{
	__asm__ volatile("" : : : "rbx");
}
END

refuses "a frame" "has no stack frame" <<'END'
CALLBACK
{
	char buffer[512];

	__asm__ volatile("" : : "r"(buffer) : "memory");
}
END

refuses "a variable in the red zone" "has no access to the stack" <<'END'
CALLBACK
{
	volatile long count = 1;

	count++;
}
END

refuses "a stack protector" "has no stack protector" -fstack-protector-all <<'END'
int seen;
CALLBACK
{
	seen = 1;
}
END

refuses "a vector register" "has no vector register" <<'END'
typedef long pair __attribute__((vector_size(16), aligned(16)));
pair from, to;
CALLBACK
{
	to = from;
}
END

refuses "a callback over its budget" "instructions of 10" <<'END'
volatile int count;
CALLBACK
{
	count++, count++, count++, count++, count++, count++;
	count++, count++, count++, count++, count++, count++;
}
END

refuses "a callback that is not aligned" "starts a cache line" <<'END'
void __sanitizer_cov_trace_pc(void)
{
}
END

refuses "a callback beside the start of a line" "starts a cache line" <<'END'
__attribute__((aligned(64))) void first(void)
{
}
__attribute__((aligned(16))) void __sanitizer_cov_trace_pc(void)
{
}
END

refuses "a comparison callback with a call" "trace_cmp8 has no call" <<'END'
void other(void);
int seen;
CALLBACK
{
}
void __sanitizer_cov_trace_cmp8(long a, long b)
{
	other();
	seen = a < b;
}
END

refuses "an object without a callback" "has a callback" <<'END'
int seen;
END

refuses "comparisons alone" "was among the objects" <<'END'
void __sanitizer_cov_trace_cmp8(long a, long b)
{
}
END

compile <<'END'
CALLBACK
{
}
END
cp "$object" "$work/codegen/unknown/callback.o"
expect "an object without a budget" "has a budget" "$work/codegen/unknown/callback.o"
expect "a missing object" "has a callback" "$work/codegen/missing.o"
expect "no object at all" "was among the objects"

echo "1..$run"
((!failed))
