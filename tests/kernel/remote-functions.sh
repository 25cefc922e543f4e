# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash
#
# What the remote-* tests have in common: the functions that a program's remote
# coverage shows, in our kernel and in the stock kernel. Sourced.
#
# What a worker runs for one client differs a little from run to run: the clock
# ticks, a timer is or is not pending, a line goes to the console. So a program
# runs several times in one boot of each kernel, and what every run showed in
# the stock kernel must be shown by at least one run in ours. A function that
# turns up by chance in half of the runs fails that once in 1,000 tests. So where
# a test fails, both boot again, five times at most, and all runs count together:
# what is missing stays missing.
#
# Sets would not notice one section of many that is lost. But in some functions
# disturbance only adds records, so the run with the fewest of them
# is the undisturbed one, and has as many in both kernels.

export KCOV_HOST=kernel
runs=${KCOV_TEST_RUNS:-5}
target=(--target "${KCOV_TEST_TARGET:-uml-full}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck source=tests/kernel/functions-of.sh
. tests/kernel/functions-of.sh

# examine PROGRAM: runs it, until the points of the function `judge` hold.
examine() {
	for attempt in 1 2 3 4 5 6; do
		run_both "$1" || exit 1
		judge >"$work/verdicts"
		grep -q '^not ok' "$work/verdicts" || break
	done
	cat "$work/verdicts"
}

# run_both PROGRAM: for each SIDE leaves the function of every record of run N in
# $work/SIDE.N.records (repetitions count once) and their set in SIDE.N.functions;
# $work/ours is what any run showed, $work/stock what all of them did.
run_both() {
	run_one ours "$1" && run_one stock "$1" --stock || return
	sort -u "$work"/ours.*.functions >"$work/ours"
	sort "$work"/stock.*.functions | uniq -c | awk -v n=$((runs * attempt)) '$1 == n { print $2 }' >"$work/stock"
}

run_one() {
	local side=$1 program=$2 image part
	shift 2
	image=$(scripts/kernel-build "${target[@]}" "$@")/vmlinux || return
	# shellcheck disable=SC2016 # the guest's shell expands it
	scripts/kernel-run "${target[@]}" "$@" --timeout 1200 -- \
		bash -c 'for ((n = 0; n < $2; n++)); do echo RUN; "$1" || exit; done' - "$program" "$runs" \
		>"$work/$side.pcs" || return
	functions_of "$image" "$work/$side.pcs" >"$work/$side.named" || return
	csplit -sz -n 3 -b %03d.records -f "$work/$side.$attempt." "$work/$side.named" '/^RUN$/' '{*}'
	for part in "$work/$side.$attempt".*.records; do
		sed -i 1d "$part"
		sort -u "$part" >"${part%records}functions"
	done
}

# shows NUMBER NAME FUNCTION...: each of the functions in both kernels.
shows() {
	local status=ok name function side
	name="$1 - $2"
	shift 2
	for function; do
		for side in ours stock; do
			grep -qxF "$function" "$work/$side" && continue
			status="not ok"
			echo "# $side does not show $function"
		done
	done
	echo "$status $name"
}

# shows_as_often NUMBER NAME FUNCTION...: as many records of each in both kernels.
shows_as_often() {
	local status=ok name function ours stock
	name="$1 - $2"
	shift 2
	for function; do
		ours=$(fewest ours "$function")
		stock=$(fewest stock "$function")
		echo "# $function: ours $ours, stock $stock"
		((ours == stock && ours > 0)) || status="not ok"
	done
	echo "$status $name"
}

fewest() {
	grep -cxF "$2" "$work/$1".*.records | sed 's/.*://' | sort -n | head -n 1
}

# shows_what_stock_shows NUMBER
shows_what_stock_shows() {
	local status=ok missing function
	# Interrupts' and the scheduler's, which port/linux/patches mute. The timer is
	# Linux 7's, and so are the numbers by which a CPU without work balances at times.
	missing=$(comm -13 "$work/ours" "$work/stock" |
		grep -vxE 'free_irqs|(__)?hrtimer_rearm(_deferred(_tif)?)?|prandom_u32_state')
	[[ -s $work/stock && -z $missing ]] || status="not ok"
	for function in $missing; do
		echo "# missing: $function"
	done
	echo "# functions: $(wc -l <"$work/stock") in every run of stock, $(wc -l <"$work/ours") in any of ours," \
		"$(comm -12 "$work/ours" "$work/stock" | wc -l) in both;" \
		"PCs a run: stock $(records stock), ours $(records ours)"
	echo "$status $1 - every function that the stock kernel shows is there"
}

records() {
	echo $(($(grep -c '^0x' "$work/$1.pcs") / runs))
}
