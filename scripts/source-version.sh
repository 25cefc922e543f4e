# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash disable=SC2154,SC2034
#
# Which version of a source is the current one. Asking apt takes a third of a
# second or more, so the answer is kept until apt's lists change, and without
# an answer the last one holds: what is in the cache works offline. Sourced by
# kernel-build and program-build, which set $cache.

# keep_source_version NAME COMMAND...: sets source_version to what the command
# prints, or to what it printed last time.
keep_source_version() {
	local known=$cache/src/$1.version lists=/var/lib/apt/lists
	shift
	source_version=
	if [[ -s $known && ! $lists -nt $known ]]; then
		read -r source_version <"$known"
		return
	fi
	source_version=$("$@") || source_version=
	if [[ -n $source_version ]]; then
		mkdir -p "$cache/src"
		echo "$source_version" >"$known.$$"
		mv "$known.$$" "$known"
	elif [[ -s $known ]]; then
		read -r source_version <"$known"
	fi
}
