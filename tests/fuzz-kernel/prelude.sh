# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash
# For the tests of kcovctl fuzz in booted kernels: a kernel, its module of planted
# faults, a folder of their own. Sourced from the top of the tree, the target of
# the kernel is $1 (uml-fuzz); what cannot be had is a skip.
set -uo pipefail
export LC_ALL=C

skip_all() {
	echo "1..0 # SKIP $1"
	exit 77
}

command -v afl-fuzz >/dev/null || skip_all 'there is no afl-fuzz (scripts/need fuzz)'
kernel=$(scripts/kernel-build --target "${1:-uml-fuzz}") || {
	[[ $? == 77 ]] && skip_all 'the source of this kernel cannot be had'
	echo 'Bail out! there is no kernel'
	exit 1
}
build=${KCOV_BUILD:-$PWD/build}
export PATH=$build:$PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck source=tests/tap.sh
. tests/tap.sh

# seed BYTES: a folder with one input, which printf makes.
seed() {
	rm -rf "$work/seeds"
	mkdir "$work/seeds"
	# shellcheck disable=SC2059 # the bytes are a format
	printf "$1" >"$work/seeds/one"
}

# planted NAME RUNS OPTION...: fuzzes that file of the module into $work/NAME.
planted() {
	local name=$1 runs=$2
	shift 2
	rm -rf "${work:?}/$name"
	kcovctl fuzz --kernel "$kernel" --module "$kernel/kcov_planted.ko" --seeds "$work/seeds" \
		--seed 1 --runs "$runs" -o "$work/$name" "$@" "write:/sys/kernel/debug/kcov-planted/$name"
}

# found NAME RUNS PATTERN OPTION...: fuzzes, and looks at what is there.
found() {
	local name=$1 runs=$2 pattern=$3
	shift 3
	ok "the campaign on $name ends well" planted "$name" "$runs" "$@"
	ok "$name: found in $runs executions, as one place" one_place "$name" "$pattern"
	ok "$name: the printed command ends a guest there again" again "$name"
	ok "$name: the trace has the function" grep -q "planted_$name" "$(echo "$work/$name"/crashes/*/trace)"
}

# one_place NAME PATTERN: what was found in $work/NAME is one place, that one.
one_place() {
	local found
	mapfile -t found < <(ls "$work/$1/crashes")
	echo "found: ${found[*]}"
	[[ ${#found[@]} == 1 && ${found[0]} =~ $2 ]]
}

# again NAME: the printed command ends the guest at the same place.
again() {
	ends_at "$1" sh "$(echo "$work/$1"/crashes/*)/reproduce"
}

# ends_again NAME FILE: so does another input.
ends_again() {
	ends_at "$1" kcovctl fuzz --kernel "$kernel" --module "$kernel/kcov_planted.ko" --input "$2" \
		"write:/sys/kernel/debug/kcov-planted/$1"
}

# ends_at NAME COMMAND...: the command ends the guest where NAME was found.
ends_at() {
	local folder status=0
	folder=$(echo "$work/$1"/crashes/*)
	shift
	"$@" >"$work/.again" 2>&1 || status=$?
	tail -n 3 "$work/.again"
	[[ $status == 3 && $(tail -n 1 "$work/.again") == "${folder##*/}" ]]
}
