# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash
# For the tests of the tool: TAP, a folder of its own, a private cache and the
# instrumented program. Sourced from the top of the tree.
set -uo pipefail
export LC_ALL=C

build=${KCOV_BUILD:-$PWD/build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_CACHE_HOME=$work/cache
export PATH=$build:$PATH
unset NO_COLOR LD_PRELOAD KCOV_HOST KCOV_LIBRARY
tests=$PWD/tests/tool
run=0 failed=0

# ok SENTENCE COMMAND...: passes if the command succeeds; shows its output if not.
ok() {
	local sentence=$1
	shift
	((run += 1))
	if "$@" >"$work/.said" 2>&1; then
		echo "ok $run - $sentence"
	else
		((failed += 1))
		echo "not ok $run - $sentence"
		echo "#   failed: ${*:0:60}" | head -n 1
		tail -n 12 "$work/.said" | sed 's/^/#   /'
	fi
}

# same A B: two texts are equal.
same() {
	[[ $1 == "$2" ]] || {
		diff <(echo "$1") <(echo "$2")
		return 1
	}
}

# says PATTERN STATUS COMMAND...: ends so, with one line on stderr that matches.
says() {
	local pattern=$1 status=$2 got=0 lines
	shift 2
	"$@" >"$work/.out" 2>"$work/.err" </dev/null || got=$?
	lines=$(grep -c '' "$work/.err")
	cat "$work/.err"
	[[ $got == "$status" ]] || { echo "status $got, not $status"; return 1; }
	[[ $lines == 1 ]] || { echo "$lines lines, not one"; return 1; }
	grep -qE -- "$pattern" "$work/.err"
}

done_testing() {
	echo "1..$run"
	((!failed && run))
	exit
}

# The program that is traced, with the library as a shared object.
instrumented=(-fsanitize-coverage=trace-pc -fno-optimize-sibling-calls)
make_program() {
	local output=$1
	shift
	"${CC:-cc}" -g -O1 "${instrumented[@]}" "$tests/shapes.c" "$@" -o "$output" \
		"$build/lib/libkcov.so.0" "-Wl,-rpath,$build/lib"
}
