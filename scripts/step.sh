# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash disable=SC2154
#
# How a long step shows itself: one line on stderr with the elapsed time,
# which counts up on a terminal; its output goes to $log; if it fails, the
# end of that log is shown and the script ends. Where $expected_lines says how
# many lines it will write there, the share of them is shown too. Sourced by
# kernel-build and program-build.

expected_lines=0

elapsed() {
	local seconds=$((SECONDS - $1))
	((seconds < 60)) && echo "${seconds}s" || printf '%dm%02ds\n' $((seconds / 60)) $((seconds % 60))
}

# Prints what is done of the lines that are expected after the first $1.
share() {
	local percent
	((expected_lines > 0)) || return 0
	percent=$((($(wc -l <"$log") - $1) * 100 / expected_lines))
	# an estimate: it is done when the step says so
	((percent < 100)) || percent=99
	echo "$percent %, "
}

# Counts up on the terminal until killed, or once a minute into a file. It waits
# for a pipe that nobody writes to: a `sleep` would outlive it, and keep whoever
# reads our output waiting.
show_progress() {
	local label=$1 start=$2 parent=$3 before never
	before=$(wc -l <"$log" 2>/dev/null) || before=0
	exec {never}<> <(:)
	while kill -0 "$parent" 2>/dev/null; do
		if [[ -t 2 ]]; then
			printf '\r%s ... %s%s ' "$label" "$(share "$before")" "$(elapsed "$start")" >&2
			read -rt 1 -u "$never" || :
		else
			read -rt 60 -u "$never" || :
			printf '%s ... %s%s\n' "$label" "$(share "$before")" "$(elapsed "$start")" >&2
		fi
	done
}

# step LABEL COMMAND...
step() {
	local label=$1 start=$SECONDS progress status cr=
	shift
	[[ -t 2 ]] && cr=$'\r' || echo "$label ... (log: $log)" >&2
	show_progress "$label" "$start" $$ 8>&- 9>&- &
	progress=$!
	# not `|| status=$?`: that would switch off errexit inside as well
	set +e
	(set -e; "$@") >>"$log" 2>&1 </dev/null
	status=$?
	set -e
	kill "$progress" 2>/dev/null
	wait "$progress" 2>/dev/null || true
	if [[ $status -ne 0 ]]; then
		echo "$cr$label: FAILED after $(elapsed "$start"); the end of $log:" >&2
		tail -n 25 "$log" >&2
		exit 1
	fi
	echo "$cr$label: done in $(elapsed "$start")" >&2
}
