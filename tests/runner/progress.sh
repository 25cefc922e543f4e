# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash
#
# How far a run is: on a terminal the last line is "n of N, elapsed, left", which
# the next line of output replaces; elsewhere nothing. And what it cost. Sourced
# by run; starts no process.

began=$SECONDS

minutes() {
	printf -v "$1" '%d:%02d' $(($2 / 60)) $(($2 % 60))
}

# say LINE: in place of the line that counts, which comes again below.
say() {
	[[ ! -t 1 ]] || printf '\r\e[K'
	printf '%s\n' "$1"
}

# count_up N OF: what is left is guessed from what went by.
count_up() {
	local elapsed=$((SECONDS - began)) past left=''
	[[ -t 1 ]] || return 0
	minutes past $elapsed
	if (($1 > 0)); then
		minutes left $((elapsed * ($2 - $1) / $1))
		left=", about $left left"
	fi
	printf '\r\e[K%d of %d, %s%s ' "$1" "$2" "$past" "$left"
}

# time_ms TIME: one as `times` prints it, 1m2.345s; in `ms`, milliseconds.
time_ms() {
	local rest=${1#*m} fraction
	rest=${rest%s}
	fraction=${rest#*[.,]}000
	ms=$((${1%m*} * 60000 + 10#${rest%[.,]*} * 1000 + 10#${fraction:0:3}))
}

# processor_ms FILE: what `times` left there: the second line is of the children.
# In `user_ms` and `system_ms`.
processor_ms() {
	local user system ms
	user_ms=0 system_ms=0
	{ read -r _ && read -r user system; } <"$1" || return
	time_ms "$user" && user_ms=$ms
	time_ms "$system" && system_ms=$ms
}

# say_cost FILE WORDS: the processor time of all that this shell waited for.
say_cost() {
	local used elapsed
	times >"$1"
	processor_ms "$1" || return
	minutes used $(((user_ms + system_ms + 500) / 1000))
	minutes elapsed $((SECONDS - began))
	say "$used minutes of a processor (user $((user_ms / 1000)) s, system $((system_ms / 1000)) s)$2; $elapsed elapsed"
}
