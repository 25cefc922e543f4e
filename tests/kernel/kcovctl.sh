# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash disable=SC2034
# For the tests of kcovctl in booted kernels: TAP, and a folder of their own, which
# goes with them. Sourced from the top of the tree.
set -uo pipefail
export KCOV_HOST=kernel
kcovctl=$PWD/build/kcovctl
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck source=tests/tap.sh
. tests/tap.sh
