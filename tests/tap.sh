# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash
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
