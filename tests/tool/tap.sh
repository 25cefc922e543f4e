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
# What was freed, and what was never written, has other bytes than it had.
export GLIBC_TUNABLES=glibc.malloc.perturb=165:glibc.malloc.tcache_count=0
unset NO_COLOR LD_PRELOAD KCOV_HOST KCOV_LIBRARY
tests=$PWD/tests/tool
# shellcheck source=tests/tap.sh
. tests/tap.sh

# A process costs more than what most of these tests ask of kcovctl: here, and in
# them, the shell itself looks at what it has in a variable or a file. Recordings are
# made with -b 64K: what the default buffer costs is more than the rest of them.

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
	mapfile -t lines <"$work/.err"
	printf '%s\n' "${lines[@]}"
	[[ $got == "$status" ]] || { echo "status $got, not $status"; return 1; }
	((${#lines[@]} == 1)) || { echo "${#lines[@]} lines, not one"; return 1; }
	[[ ${lines[0]} =~ $pattern ]]
}

# has PATTERN TEXT: a line of the text matches, as grep -E has it.
has() {
	local line
	while IFS= read -r line; do
		[[ ! $line =~ $1 ]] || return 0
	done <<<"$2"
	echo "no line of it matches: $2"
	return 1
}

# dose EVERYDAY REST: what a test repeats its points over, in $dosed: every day the
# words that differ most; with KCOV_TEST_DOSE=rest the others, with all both.
dose() {
	case ${KCOV_TEST_DOSE:-everyday} in
	everyday) dosed=$1 ;;
	rest) dosed=$2 ;;
	*) dosed="$1 $2" ;;
	esac
}

# done_with_rest: in that dose nothing comes behind what was repeated.
done_with_rest() {
	[[ ${KCOV_TEST_DOSE:-} != rest ]] || done_testing
}

# The program that is traced, with the library as a shared object.
instrumented=(-fsanitize-coverage=trace-pc -fno-optimize-sibling-calls)
make_program() {
	local output=$1
	shift
	"${CC:-cc}" -g -O1 "${instrumented[@]}" "$tests/shapes.c" "$@" -o "$output" \
		"$build/lib/libkcov.so.0" "-Wl,-rpath,$build/lib"
}
