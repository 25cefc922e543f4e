# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash disable=SC2154
#
# What a guest is started with, compiled from the files beside this one. Made with
# the kernel, so that the first run has nothing to compile. Sourced by kernel-build
# and kernel-run, which set $scripts, $cache and $arch (give_current: $variant and $release as well).

# Sets tools, the folder of the guest's first process and its helpers; they are
# compiled once per content.
build_tools() {
	local sources=("$scripts"/kernel/*.[ch]) hash
	local cc=("${CC:-cc}" -std=gnu11 -D_GNU_SOURCE -O2 -Wall -Wextra)
	local guest_cc=("${cc[@]}")
	if [[ $arch == arm64 ]]; then
		"$scripts/need" cross
		guest_cc[0]=aarch64-linux-gnu-gcc
	fi
	hash=$({ echo "$arch"; cat "${sources[@]}"; } | sha256sum)
	tools=$cache/tools/${hash:0:16}
	[[ ! -d $tools ]] || return 0
	"$scripts/need" build
	mkdir -p "$tools.$$"
	{
		"${guest_cc[@]}" -static -o "$tools.$$/init" "$scripts"/kernel/{init,files,command}.c &&
			"${cc[@]}" -o "$tools.$$/relay" "$scripts/kernel/relay.c"
	} >&2 || {
		rm -rf "$tools.$$"
		die "cannot compile the guest's first process"
	}
	mv -T "$tools.$$" "$tools" 2>/dev/null || rm -rf "$tools.$$"
}

# give_current FOLDER: stock User-Mode Linux of version 6 with kcov reads `current`
# from a host stack while it starts, which crashes at random (stock-current.c).
# Whoever boots a kernel whose folder has this file preloads it. Later kernels have
# `current` in a variable, and their processes want a stack at a random place.
give_current() {
	local made=$1/stock-current.so source=$scripts/kernel/stock-current.c
	[[ $variant == stock && $arch == um && $release == 6.* ]] || return 0
	[[ ! $made -nt $source ]] || return 0
	"$scripts/need" build
	"${CC:-cc}" -std=gnu11 -D_GNU_SOURCE -O2 -Wall -Wextra -shared -fPIC -o "$made.$$" "$source" >&2 ||
		die "cannot compile what a stock kernel is started with"
	mv "$made.$$" "$made"
}
