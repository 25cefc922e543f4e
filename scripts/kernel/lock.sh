# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash disable=SC2154
#
# What may not happen at the same time: two builds of one kernel, as they share
# its object tree, and two that fetch one source. Other kernels are built side
# by side. Sourced by kernel-build, which sets $cache, $name and $top.

# hold FD FILE: takes the lock; while it has to wait it says for whom, again and
# again. The text may be of a holder before, the lock is not.
hold() {
	local start=$SECONDS
	if ! flock -n "$1"; then
		until echo "$name: waiting for $(cat "$2"), $(elapsed "$start")" >&2 &&
			flock -w 30 "$1"; do :; done
	fi
	echo "$name of $top, process $$" >"$2"
}

# Until the end of this process and of all that it started.
take_lock() {
	local file=$cache/locks/$1
	mkdir -p "$cache/locks"
	exec 9>>"$file"
	hold 9 "$file"
}

# with_lock LOCK COMMAND...
with_lock() {
	local file=$cache/locks/$1
	shift
	mkdir -p "$cache/locks"
	exec 8>>"$file"
	hold 8 "$file"
	"$@"
	exec 8>&-
}
