# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash
# What the pages' scripts share. Sourced from the top of the tree.
#
# A case does what a page says, verbatim, in a fresh clone of what is committed and
# in a root of its own: a Debian as a container begins with, or, where that cannot
# be had, this machine's own files. Only the reader's files are given to it.
set -uo pipefail
export LC_ALL=C
unset MAKEFLAGS MAKELEVEL CFLAGS LDFLAGS DESTDIR PREFIX

top=$PWD
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
# shellcheck source=points.sh
. tests/pages/points.sh
points=0 bad=0

# commands PAGE HEADING: what the indented lines below it say, without remarks.
commands() {
	awk -v heading="$2" '/^#/ { inside = $0 ~ ("^#+ " heading "$") }
		inside && /^    / { sub(/^    /, ""); sub(/  +# .*/, ""); print }' "$top/$1"
}

# The program of kcov(4), which the pages call library.c and client.c.
reader_files() {
	awk '/^\.\\" FILE / { file = $3 } /^\.Ed/ { file = ""; inside = 0 }
		file && inside { gsub(/\\e/, "\\"); print >file } /^\.Bd/ { inside = 1 }' "$top/doc/man/kcov.4"
}

# follow FILE: runs the commands of a file in a fresh clone, in a root of its
# own; its output is in $tmp/output.
follow() {
	[[ -s $1 ]] || { echo "the page has no such commands"; return 1; }
	[[ -d $tmp/clone ]] || git clone -q "$top" "$tmp/clone" || return 1
	(cd "$tmp/clone" && reader_files && KCOV_ROOT=$root "$top/tests/pages/in-a-root-of-its-own" \
		bash -eu -o pipefail "$1") >"$tmp/output" 2>&1
	local status=$?
	cat "$tmp/output"
	return $status
}

# point SENTENCE COMMAND...
point() {
	((points += 1))
	check "$@" | sed "1s/ok - /ok $points - /" | tee "$tmp/point"
	! grep -q '^not ok' "$tmp/point" || bad=1
}

# promised PATTERN...: each is in the output of the last page.
promised() {
	local pattern
	for pattern; do
		grep -qE -- "$pattern" "$tmp/output" || {
			echo "no line matches: $pattern"
			tail -n 12 "$tmp/output"
			return 1
		}
	done
}

done_testing() {
	echo "1..$points"
	exit $bad
}

tests/pages/in-a-root-of-its-own true || {
	echo '1..1'
	echo 'ok 1 - a page # SKIP no root of its own (it takes root and overlay mounts)'
	exit 77
}
# KCOV_ROOT=/ chooses this machine's own, which is quicker.
root=${KCOV_ROOT:-$(tests/pages/fresh-root 2>"$tmp/why")} || root=/
echo "# in $root $(cat "$tmp/why" 2>/dev/null)"
