# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash disable=SC2034,SC2154
#
# How much a build has to do, so that it can say what is done of it: the lines
# that make will write. Known from the last build from nothing of this target,
# ours or stock; asked from make before the first one. Sourced by kernel-build,
# which sets $cache, $target, $objects and $log.

# Sets expected_lines, 0 where objects are there already: nobody knows how many
# are out of date before make looks. Nor does make where it needs a program that
# is made first, as it does for x86-64.
expect_lines() {
	local known=$cache/log/$target.lines plan
	from_nothing=
	expected_lines=0
	[[ ! -e $objects/vmlinux ]] || return 0
	from_nothing=yes
	if [[ -s $known ]]; then
		read -r expected_lines <"$known"
	elif plan=$("${kbuild[@]}" -n "$goal" 2>>"$log"); then
		expected_lines=$(grep -cE "echo '  [A-Z]" <<<"$plan" || true)
	fi
	lines_before=$(wc -l <"$log")
}

# After the build: what the next one may expect.
keep_lines() {
	[[ ! $from_nothing ]] || echo $(($(wc -l <"$log") - lines_before)) >"$cache/log/$target.lines"
	expected_lines=0
}
