# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash disable=SC2154
#
# kcovctl beside a kernel: where it is, and that the index of a vmlinux is in the
# cache before a guest asks, which cannot write there and would make its own each
# time. Sourced by kernel-build and kernel-run; $scripts is theirs.

# Sets kcovctl, of this tree or installed; empty if there is none.
find_kcovctl() {
	kcovctl=${scripts%/*}/build/kcovctl
	[[ -x $kcovctl ]] || kcovctl=$(type -P kcovctl) || kcovctl=
}

# ready_index KERNEL: some 30 ms if it is there.
ready_index() {
	[[ -z $kcovctl ]] || "$kcovctl" symbolise -qq "$1/vmlinux" 0 >/dev/null 2>&1 || true
}
