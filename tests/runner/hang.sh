# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash
#
# When something hangs: it has used its processor time, or none at all for a
# generous while. How long it took says nothing: others may have had the
# processors. Sourced by run and within; starts no process, as each costs a
# kernel in UML some 10 ms. Without /proc nothing is known, and nothing hangs.

# The kernel counts for its readers in hundredths of a second.
TICKS_PER_SECOND=100
# Seconds between two looks.
GLANCE=5

declare -A hang_used=() hang_idle=() hang_looked=()
declare -A process_parent=() process_group=() process_ticks=() process_state=()

# Every process: its parent, group, state, and what it and those it waited for used.
list_processes() {
	local file line fields pid
	process_parent=() process_group=() process_ticks=() process_state=()
	for file in /proc/[0-9]*/stat; do
		# It may be gone by now.
		read -r line <"$file" || continue
		pid=${line%% *}
		# A name may have blanks and parentheses in it.
		read -ra fields <<<"${line##*) }"
		process_state[$pid]=${fields[0]} process_parent[$pid]=${fields[1]} process_group[$pid]=${fields[2]}
		process_ticks[$pid]=$((fields[11] + fields[12] + fields[13] + fields[14]))
	done 2>/dev/null
}

# is_below PID ROOT: whether the one descends from the other.
is_below() {
	local pid=$1
	while ((pid > 1)); do
		pid=${process_parent[$pid]:-0}
		((pid != $2)) || return 0
	done
	return 1
}

# hangs ROOT LIMIT IDLE: after list_processes; true, with the reason in
# `hang_reason`, if ROOT and what descends from it used so many seconds of a
# processor, or none for so long. A stop of the whole machine is one glance.
hangs() {
	local root=$1 limit=$2 idle=$3 used=${process_ticks[$1]:-0} pid passed
	for pid in "${!process_parent[@]}"; do
		! is_below "$pid" "$root" || ((used += process_ticks[$pid]))
	done
	passed=$((SECONDS - ${hang_looked[$root]:-SECONDS}))
	((passed <= 2 * GLANCE)) || passed=$((2 * GLANCE))
	hang_looked[$root]=$SECONDS
	# What left the tree took its time along: any change is work.
	if [[ ${hang_used[$root]-} == "$used" ]]; then
		hang_idle[$root]=$((${hang_idle[$root]:-0} + passed))
	else
		hang_used[$root]=$used hang_idle[$root]=0
	fi
	if ((used >= limit * TICKS_PER_SECOND)); then
		hang_reason="hangs: it used $((used / TICKS_PER_SECOND)) s of a processor, of $limit"
	elif ((hang_idle[$root] >= idle)); then
		hang_reason="hangs: it used no processor for ${hang_idle[$root]} s"
	else
		return 1
	fi
}

# Kills all below ROOT, which lives, with their groups; those hold orphans too.
end_below() {
	local root=$1 pid
	for pid in "${!process_parent[@]}"; do
		is_below "$pid" "$root" || continue
		[[ ${process_group[$pid]} == "${process_group[$root]:-}" ]] ||
			kill -KILL -- "-${process_group[$pid]}"
		kill -KILL "$pid"
	done 2>/dev/null
}

forget_hang() {
	unset "hang_used[$1]" "hang_idle[$1]" "hang_looked[$1]"
}
