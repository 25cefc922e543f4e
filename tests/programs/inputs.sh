# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash disable=SC2034
#
# The fixed inputs of a real program, and what a run is: one process in a folder
# of its own, with nothing but PATH in its environment and no randomised
# addresses (programs hash pointers). Sourced by the tests beside it.

programs=(zlib lua jq sqlite3)

# make_inputs FOLDER: copies the inputs, and makes those that only a machine
# could like; the same bytes each time.
make_inputs() {
	mkdir -p "$1"
	cp tests/programs/inputs/* "$1"
	head -c 9000 LICENSES/GPL-2.0-only.txt >"$1/text"
	LC_ALL=C awk 'BEGIN { for (x = 1; n++ < 4000;) { x = (x * 16807) % 2147483647; printf "%c", 1 + x % 255 } }' >"$1/noise"
	gzip -9n <"$1/text" >"$1/text.gz"
	gzip -n <"$1/noise" >"$1/noise.gz"
	cp "$1/text.gz" "$1/damaged.gz"
	printf 'damage' | dd of="$1/damaged.gz" bs=1 seek=1500 conv=notrunc status=none
}

# inputs_of PROGRAM: its command lines, as a shell reads them.
inputs_of() {
	grep -v '^#' "tests/programs/inputs/$1.list"
}

# area_of PROGRAM FLAVOUR: how many Mi words its longest trace may take; one that
# fills it is a failure. All of it is mapped in every run, so not much more.
area_of() {
	declare -A words=([zlib-fast]=1 [lua-fast]=2 [sqlite3-fast]=6 [jq-fast]=33 [jq-lines]=64)
	echo "AREA=${words[$1-$2]:-8}"
}

# run_input FOLDER BINARY COMMAND-LINE [VARIABLE=VALUE...]: the status is the
# program's; what it writes is in out and err.
run_input() {
	local folder=$1 binary=$2 line=$3
	shift 3
	local command=(env -i PATH=/usr/bin:/bin "$@" setarch -R "$binary")
	(cd "$folder" && eval '"${command[@]}" '"$line" >out 2>err)
}
