# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash disable=SC2034,SC2154
#
# The arm64 machine. The root is ours, whose programs this kernel cannot run: a
# static shell and its tools come first in PATH. Sourced by kernel-run.

machine=(qemu-system-aarch64 -M virt -cpu cortex-a57)
serial=ttyAMA0
# shellcheck source=boot-qemu.sh
. "$scripts/kernel/boot-qemu.sh"
# shellcheck source=foreign.sh
. "$scripts/kernel/foreign.sh"
need_foreign_shell arm64
path_in_guest=$foreign_shell
