# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash
# A kernel for kcovctl fuzz that does what its input says (guest.c), in
# $work/kernel; behind tap.sh.

mkdir "$work/kernel"
"${CC:-cc}" -I. "$tests/guest.c" -o "$work/kernel/linux" || exit 1
# What addresses of a guest mean: fails() has lines, has_none() has not.
echo 'void has_none(void) { }' | "${CC:-cc}" -c -x c - -o "$work/none.o"
printf '%s\n' 'void has_none(void);' 'volatile int sink;' '' \
	'void fails(void) { sink++; }' 'int main(void) { fails(); has_none(); return 0; }' >"$work/kernel.c"
"${CC:-cc}" -g -no-pie "$work/kernel.c" "$work/none.o" -o "$work/kernel/vmlinux" || exit 1
fuzz=(kcovctl fuzz --kernel "$work/kernel")

# input WORDS: $work/input has these lines.
input() {
	printf '%b' "$1" >"$work/input"
}

# boot WORDS: what guests do before they are ready; none have begun yet.
boot() {
	rm -f "$work"/kernel/{boots,runs}
	printf '%b' "$1" >"$work/kernel/boot"
}

# tallied NAME N: so many boots or runs there were.
tallied() {
	local dots=''
	[[ ! -e $work/kernel/$1 ]] || dots=$(<"$work/kernel/$1")
	echo "$1: ${#dots}"
	((${#dots} == $2))
}
