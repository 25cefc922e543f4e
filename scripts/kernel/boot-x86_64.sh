# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash disable=SC2034,SC2154
# The x86-64 machine. Sourced by kernel-run.

machine=(qemu-system-x86_64 -M q35 -cpu max)
serial=ttyS0
# shellcheck source=boot-qemu.sh
. "$scripts/kernel/boot-qemu.sh"
