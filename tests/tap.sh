# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash disable=SC2154
# TAP for scripts, sourced. $run and $failed count the points.
run=0 failed=0

# point STATUS SENTENCE [TEXT]: passes if the status is 0; shows the end of the
# text if not.
point() {
	((run += 1))
	if (($1 == 0)); then
		echo "ok $run - $2"
	else
		((failed += 1))
		echo "not ok $run - $2"
		[[ ! ${3-} ]] || tail -n 40 <<<"$3" | sed 's/^/#   /'
	fi
}

# ok SENTENCE COMMAND...: passes if the command succeeds; shows its output if not.
# $work is a folder of the caller's.
ok() {
	local sentence=$1 status=0
	shift
	"$@" >"$work/.said" 2>&1 || status=$?
	if ((status)); then
		point "$status" "$sentence" "failed: ${*:0:60}"$'\n'"$(tail -n 12 "$work/.said")"
	else
		point 0 "$sentence"
	fi
}

# skip SENTENCE REASON
skip() {
	((run += 1))
	echo "ok $run - $1 # SKIP $2"
}

done_testing() {
	echo "1..$run"
	((!failed && run))
	exit
}
