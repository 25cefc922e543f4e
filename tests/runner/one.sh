# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash disable=SC2154
#
# One program: runs it, and judges what it said. Sourced by run, which has
# $events, $alone and what is running.

# Every point of the plan is reported, in TAP, and none is "not ok".
tap_is_whole() {
	local line planned=0 ok=0
	while IFS= read -r line; do
		case $line in
		1..*) planned=${line#1..} ;;
		'ok '*) ((ok += 1)) ;;
		'not ok '*) return 1 ;;
		esac
	done <"$1"
	[[ $planned =~ ^[1-9][0-9]*$ ]] && ((ok == planned))
}

# In `reason`, what it said last.
skip_reason() {
	local line
	reason=''
	while IFS= read -r line; do
		[[ $line != 'ok '*' # SKIP '* ]] || reason=${line#*# SKIP }
	done <"$1"
}

# name_for PROGRAM: in `name`, what it is called in a line: `abi` alone may be in
# any width, and a test of the suite in any link.
name_for() {
	name=${1#*build/}
	name=${name/tests\//}
	name=${name#"$PWD"/}
}

# run_one PROGRAM SLOT: leaves SLOT.out, SLOT.status and SLOT.times. The program
# has a group of its own, so that killing it kills nobody else; its descriptors
# are the first three.
run_one() {
	local program=$1 slot=$2 status pid
	set -m
	# Remote handles are exclusive in a domain, and tests choose the same ones.
	KCOV_DOMAIN=$slot.domain KCOV_TEST_LATE=$slot.late "$program" >"$slot.out" 2>&1 </dev/null {events}>&- &
	set +m
	pid=$!
	[[ ! $alone ]] || running[$pid]=$n
	# Without -f, by which bash was seen to wait without end for a process of which
	# it had no record any more.
	wait "$pid"
	status=$?
	unset "running[$pid]"
	times >"$slot.times"
	[[ ! -e $results/hung.$pid ]] || cat "$results/hung.$pid" >>"$slot.out"
	case $status in
	0 | 77)
		if ! tap_is_whole "$slot.out"; then
			echo "# run: exit status $status, but not every point is reported ok" >>"$slot.out"
			status=1
		fi
		;;
	1) ;;
	*) echo "# run: exit status $status" >>"$slot.out" ;;
	esac
	# Its kernel could not be built by when it had to be (scripts/kernel-build).
	if ((status)) && [[ -s $slot.late ]]; then
		sed 's/.*/ok 0 - # SKIP &/' "$slot.late" | head -n 1 >>"$slot.out"
		status=77
	fi
	echo "$status" >"$slot.status"
}
