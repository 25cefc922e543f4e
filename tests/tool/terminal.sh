# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash
# A terminal that somebody types into and looks at, by tmux; behind tap.sh.

terminals=0
# One server each: one that ends takes a while.
tmux_here() {
	tmux -L "kcov-$$-$terminals" -f /dev/null "$@"
}
trap 'tmux_here kill-server 2>/dev/null; rm -rf "$work"' EXIT

# terminal COMMAND: starts it on a new terminal of 100 columns and 120 lines.
terminal() {
	tmux_here kill-server 2>/dev/null
	((terminals += 1))
	tmux_here new-session -d -x 100 -y 120 "$1"
}

# shows PATTERN: waits until the screen does, colours as escapes; false if the
# program on it has ended without, or if a thousand looks do not see it.
shows() {
	local looks
	for ((looks = 0; looks < 1000; looks++)); do
		tmux_here capture-pane -e -p >"$work/screen" 2>/dev/null || return
		grep -qE -- "$1" "$work/screen" && return
		sleep 0.05
	done
	cat "$work/screen"
	return 1
}
