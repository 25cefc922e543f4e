# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash
#
# Which programs need what this machine cannot do: by the table that
# KCOV_TEST_MACHINE names (machine/look makes it; without one all can be done)
# and the list machine/needs. Sourced by run; starts no process.

# Patterns of programs, each with what it lacks here and why.
lacking_patterns=() lacking_reasons=()

# read_needs LIST TABLE
read_needs() {
	local need can what why pattern patterns
	local -A cannot=()
	while IFS=$'\t' read -r need can what why; do
		[[ $can == yes ]] || cannot[$need]="this machine cannot $what${why:+ ($why)}"
	done <"$2"
	((${#cannot[@]})) || return 0
	while read -r need patterns; do
		[[ $need != '#'* && ${cannot[${need%:}]:-} ]] || continue
		read -ra patterns <<<"$patterns"
		for pattern in "${patterns[@]}"; do
			lacking_patterns+=("$pattern") lacking_reasons+=("${cannot[${need%:}]}")
		done
	done <"$1"
}

# lacks PROGRAM: true, with `lack` saying what, if it needs what is not there.
lacks() {
	local i
	for ((i = 0; i < ${#lacking_patterns[@]}; i++)); do
		# shellcheck disable=SC2053 # a glob
		[[ /$1 == */${lacking_patterns[i]} ]] || continue
		lack=${lacking_reasons[i]}
		return 0
	done
	return 1
}
