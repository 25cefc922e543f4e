# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash disable=SC2154
#
# A shell and its usual tools for kernels of another instruction set: Debian's
# static ones, unpacked into the cache. apt is asked with lists of its own, so
# this machine goes on knowing only its own architecture. Sourced by kernel-run,
# which sets $cache.

# Runs apt-get $2... for architecture $1 in folder apt below the current one.
foreign_apt() {
	local arch=$1
	shift
	mkdir -p apt/lists/partial apt/cache/archives/partial
	apt-get -q -o "APT::Architecture=$arch" -o "APT::Architectures=$arch" \
		-o "Dir::State::Lists=$PWD/apt/lists" -o "Dir::Cache=$PWD/apt/cache" \
		-o Dir::State::status=/dev/null -o APT::Sandbox::User= "$@"
}

unpack_foreign_shell() (
	set -e
	arch=$1
	mkdir -p "$2"
	cd "$2"
	foreign_apt "$arch" update
	foreign_apt "$arch" download bash-static busybox-static
	for package in *.deb; do
		dpkg-deb -x "$package" .
	done
	mkdir shell
	mv bin/bash-static shell/bash
	mv bin/busybox shell/busybox
	for tool in cat cp dmesg env false grep id insmod ls mkdir mktemp mount ps rm sed \
		sh sleep tail timeout true uname wc; do
		ln -s busybox "shell/$tool"
	done
	rm -rf apt ./*.deb bin usr
)

# Sets foreign_shell to a folder for PATH with programs of architecture $1.
need_foreign_shell() {
	foreign_shell=$cache/foreign/$1/shell
	[[ ! -d $foreign_shell ]] || return 0
	rm -rf "$cache/foreign/$1".[0-9]*
	unpack_foreign_shell "$1" "$cache/foreign/$1.$$" >"$cache/foreign.log" 2>&1 ||
		die "cannot fetch bash-static and busybox-static for $1; see $cache/foreign.log"
	mv -T "$cache/foreign/$1.$$" "$cache/foreign/$1"
}
