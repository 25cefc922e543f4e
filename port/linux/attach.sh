#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only OR MIT
#
# attach.sh [--copy] TREE    puts this kcov into a Linux tree (6.1 to 6.12)
# attach.sh --undo TREE      takes it out again
#
# Links (or copies) this repository as TREE/kernel/kcov, replaces the two kcov
# headers and edits two files: kernel/Makefile builds the folder instead of
# kcov.c, and task_struct embeds one struct instead of twelve fields. Files are
# replaced, never written in place, so trees made of hard links stay apart.
# Attaching again only brings our files up to date.

set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
edited='kernel/Makefile include/linux/sched.h include/linux/kcov.h include/uapi/linux/kcov.h'

die() {
	echo "attach.sh: $*" >&2
	exit 1
}

usage() {
	sed -n '4,5s/^# //p' "$0" >&2
	exit 2
}

copy=no
undo=no
case "${1-}" in
--copy) copy=yes; shift ;;
--undo) undo=yes; shift ;;
esac
[ $# -eq 1 ] || usage
tree=$1
saved=$tree/kernel/.kcov-saved
[ -f "$tree/kernel/kcov.c" ] ||
	die "$tree has no kernel/kcov.c: name the top of a Linux source tree"

# Puts a new file in place of an old one, unless they are equal: an untouched
# time stamp saves a rebuild of half the kernel.
put() {
	if cmp -s "$1" "$tree/$2"; then
		rm -f "$1"
	else
		mkdir -p "$(dirname "$tree/$2")"
		mv "$1" "$tree/$2"
	fi
}

copy_of() {
	cp -p "$1" "$tree/kernel/.kcov-new"
	put "$tree/kernel/.kcov-new" "$2"
}

if [ $undo = yes ]; then
	[ -d "$saved" ] || die "nothing of ours is in $tree"
	for file in $edited; do
		mv "$saved/$file" "$tree/$file"
	done
	rm -rf "$saved" "$tree/kernel/kcov" "$tree/include/linux/kcov_task.h"
	exit 0
fi

# What was there before, kept for --undo.
if [ ! -d "$saved" ]; then
	for file in $edited; do
		mkdir -p "$saved.part/$(dirname "$file")"
		cp -p "$tree/$file" "$saved.part/$file"
	done
	mv "$saved.part" "$saved"
fi

# 1. The sources.
if [ $copy = yes ]; then
	[ ! -L "$tree/kernel/kcov" ] || rm "$tree/kernel/kcov"
	(cd "$here" && find Kbuild core port/linux uapi -name '*.[ch]' -o \
		-name Kbuild -o -name '*.mk') | while read -r file; do
		copy_of "$here/$file" "kernel/kcov/$file"
	done
else
	rm -rf "$tree/kernel/kcov"
	ln -s "$here" "$tree/kernel/kcov"
fi

# 2. The headers.
copy_of "$here/port/linux/include/linux/kcov.h" include/linux/kcov.h
copy_of "$here/port/linux/include/linux/kcov_task.h" include/linux/kcov_task.h
copy_of "$here/uapi/linux/kcov.h" include/uapi/linux/kcov.h

# 3. kernel/Makefile: the folder instead of the file.
# shellcheck disable=SC2016 # $( belongs to make
sed 's|^\(obj-$(CONFIG_KCOV) += kcov\)\.o$|\1/|' "$saved/kernel/Makefile" \
	>"$tree/kernel/.kcov-new"
# shellcheck disable=SC2016
grep -q '^obj-$(CONFIG_KCOV) += kcov/$' "$tree/kernel/.kcov-new" ||
	die "kernel/Makefile has no line for kcov.o that we know"
put "$tree/kernel/.kcov-new" kernel/Makefile

# 4. task_struct: one struct instead of the fields between the #ifdef and #endif.
awk '
	/^#include <asm\/current.h>/ && !included {
		print
		print "#include <linux/kcov_task.h>"
		included = 1
		next
	}
	/^#ifdef CONFIG_KCOV$/ {
		print
		print "\t/* See kernel/kcov/core/types.h for details. */"
		print "\tstruct kcov_task\t\tkcov;"
		inside = 1
		replaced++
	}
	inside && /^#endif/ { inside = 0 }
	!inside { print }
	END { exit included && replaced == 1 ? 0 : 1 }
' "$saved/include/linux/sched.h" >"$tree/kernel/.kcov-new" ||
	die "include/linux/sched.h does not look as expected"
put "$tree/kernel/.kcov-new" include/linux/sched.h
