# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash
# Campaigns of kcovctl fuzz without a kernel and without AFL++; behind guest.sh.

mkdir "$work"/{bin,inputs,seeds}
export PATH=$work/bin:$PATH AFL_INPUTS=$work/inputs
unset KCOV_FUZZ_FOLDER
echo seed >"$work/seeds/one"

# stands_for_afl LINE...: afl-fuzz is these lines of the shell; without one afl.py.
stands_for_afl() {
	(($#)) || set -- "exec /usr/bin/python3 '$tests/afl.py' \"\$@\""
	printf '%s\n' '#!/bin/bash' "$@" >"$work/bin/afl-fuzz"
	chmod +x "$work/bin/afl-fuzz"
}
stands_for_afl

# inputs WORDS...: what afl-fuzz runs, one after the other.
inputs() {
	local i=0
	rm -f "$AFL_INPUTS"/*
	for words; do
		((++i))
		printf '%b' "$words" >"$AFL_INPUTS/$i"
	done
}
