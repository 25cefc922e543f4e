# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash disable=SC2034,SC2154
# The x86-64 machine. Sourced by kernel-run.

machine=(qemu-system-x86_64 -M q35 -cpu max)
serial=ttyS0
# A busy machine gives ticks too late, which a kernel that looks takes for a timer
# that does not work, and panics.
append+=(no_timer_check)
# shellcheck source=boot-qemu.sh
. "$scripts/kernel/boot-qemu.sh"
