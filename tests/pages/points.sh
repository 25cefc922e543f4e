# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash disable=SC2154
# check SENTENCE COMMAND...: a TAP point for what a command says by its status;
# its output is shown if it fails. $tmp is the caller's. Sourced.
check() {
	local sentence=$1
	shift
	if ("$@") >"$tmp/log" 2>&1; then
		echo "ok - $sentence"
	else
		echo "not ok - $sentence"
		sed 's/^/# /' "$tmp/log" | tail -n 40
	fi
}
