#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only OR MIT
#
# attach.sh [--copy] [--force] TREE    puts this kcov into a Linux tree
# attach.sh --undo TREE                takes it out again
# attach.sh --files                    names the files of a tree that it changes
#
# Links (or copies) this repository as TREE/kernel/kcov, replaces the two kcov
# headers, has task_struct embed one struct instead of twelve fields, and applies
# the one of patches/ that is for this version of Linux: 6.1, 6.12 and 7.*.
# Another version is refused; with --force the nearest older patch is tried, and
# its places may have moved.
#
# All of it is made beside the tree first, so a place that is not as expected
# leaves the tree untouched; then files are replaced, each in one step and never
# written in place, so trees made of hard links stay apart. If that fails half
# way, what was replaced is put back. Attaching again only brings our files up to
# date, and gives back those that another version of this script changed and this
# one does not.

set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
port=$here/port/linux

die() {
	echo "attach.sh: $*" >&2
	exit 1
}

usage() {
	sed -n '4,6s/^# //p' "$0" >&2
	exit 2
}

# The files that the patches $@ change.
patched_files() {
	sed -n 's|^+++ b/||p' "$@" | sort -u
}
replaced='include/linux/sched.h
include/linux/kcov.h
include/uapi/linux/kcov.h'

copy=no undo=no fuzz=0
while :; do
	case "${1-}" in
	--files) echo "$replaced" && patched_files "$port"/patches/*.patch && exit ;;
	--copy) copy=yes ;;
	--undo) undo=yes ;;
	--force) fuzz=2 ;;
	-*) usage ;;
	*) break ;;
	esac
	shift
done
[ $# -eq 1 ] || usage
tree=$1
saved=$tree/kernel/.kcov-saved
stage=$tree/kernel/.kcov-new
[ -f "$tree/kernel/kcov.c" ] ||
	die "$tree has no kernel/kcov.c: name the top of a Linux source tree"

# Paths of the files below $1.
files_of() {
	(cd "$1" && find . -type f) | sed 's|^\./||' | sort
}

if [ $undo = yes ]; then
	[ -d "$saved" ] || [ -d "$stage" ] || die "nothing of ours is in $tree"
	mkdir -p "$saved"
	for file in $(files_of "$saved"); do
		mv "$saved/$file" "$tree/$file"
	done
	rm -rf "$saved" "$stage" "$tree/kernel/kcov" \
		"$tree/include/linux/kcov_task.h" "$tree/include/linux/kcov_handle.h" \
		"$tree/include/uapi/linux/kcov_extended.h"
	echo "attach.sh: $tree is as it was"
	exit 0
fi

# Which Linux it is, and which patch is for it.
value_of() {
	sed -n "/^$1 *= *\([0-9]*\)$/{s//\1/p;q;}" "$tree/Makefile"
}
series=$(value_of VERSION).$(value_of PATCHLEVEL)
version=$series.$(value_of SUBLEVEL)
patch=$port/patches/$series.patch
[ -f "$patch" ] || patch=$port/patches/${series%.*}.patch
if [ ! -f "$patch" ]; then
	[ $fuzz -gt 0 ] ||
		die "Linux $version is none that we know (6.1, 6.12, 7.*); --force tries it all the same"
	older=$(cd "$port/patches" && ls | sed 's/\.patch$//' | { cat && echo "$series"; } |
		sort -V | sed "/^$series\$/q" | tail -n 2 | head -n 1)
	[ "$older" != "$series" ] || die "Linux $version is older than all that we know"
	patch=$port/patches/$older.patch
fi

# 1. Beside the tree: everything as it will be, in $stage/tree.
trap 'rm -rf "$stage"' EXIT
trap 'exit 1' HUP INT TERM
rm -rf "$stage"
mkdir -p "$stage/tree/kernel/kcov" "$stage/saved" "$stage/old"

# copies FROM TO FILE...: each at its place below TO.
copies() (
	to=$2
	cd "$1"
	shift 2
	[ $# -eq 0 ] || cp -p --parents "$@" "$to"
)
stage=$(CDPATH='' cd -- "$stage" && pwd -P)

edited=$(echo "$replaced" && patched_files "$patch")
known='' others='' given_back=''
for file in $edited; do
	if [ -f "$saved/$file" ]; then
		known="$known $file"
	elif [ -f "$tree/$file" ]; then
		others="$others $file"
	else
		die "Linux $version is not as expected: no $file"
	fi
done
# What another version changed and this one does not is given back.
[ ! -d "$saved" ] || given_back=$(files_of "$saved" | grep -vxF "$edited" || :)
# shellcheck disable=SC2086 # lists
{
	copies "$tree" "$stage/saved" $others
	copies "$tree" "$stage/tree" $others
	[ ! -d "$saved" ] || copies "$saved" "$stage/tree" $known $given_back
}

(cd "$stage/tree" && patch -s -p1 -F $fuzz --no-backup-if-mismatch) <"$patch" >"$stage/said" 2>&1 || {
	cat "$stage/said" >&2
	die "Linux $version is not as ${patch##*/} expects; nothing was changed"
}

# One struct instead of the fields between the #ifdef and #endif: no patch, which
# would have to recite them.
sched=include/linux/sched.h
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
' "$stage/tree/$sched" >"$stage/said" ||
	die "Linux $version is not as expected: $sched; nothing was changed"
mv "$stage/said" "$stage/tree/$sched"

# The type of common handles is the tree's.
handles=kcov_handle_u64.h
! grep -qs '^struct kcov_common_handle_id {' "$tree/include/linux/types.h" ||
	handles=kcov_handle_struct.h
cp -p "$port/include/linux/kcov.h" "$port/include/linux/kcov_task.h" "$stage/tree/include/linux/"
cp -p "$port/include/linux/$handles" "$stage/tree/include/linux/kcov_handle.h"
cp -p "$here/uapi/linux/kcov.h" "$here/uapi/linux/kcov_extended.h" "$stage/tree/include/uapi/linux/"
if [ $copy = yes ]; then
	# shellcheck disable=SC2046 # our own names
	copies "$here" "$stage/tree/kernel/kcov" $(cd "$here" && find Kbuild core port/linux uapi \
		-name '*.[ch]' -o -name Kbuild -o -name '*.mk')
else
	rmdir "$stage/tree/kernel/kcov"
	ln -s "$here" "$stage/tree/kernel/kcov"
fi
mv "$stage/tree/kernel/kcov" "$stage/kcov"

# What is equal stays what it is: an untouched time stamp saves a rebuild of half
# the kernel. What is not is kept for the case that this fails.
old=''
for file in $(files_of "$stage/tree"); do
	if cmp -s "$stage/tree/$file" "$tree/$file"; then
		rm "$stage/tree/$file"
	elif [ -f "$tree/$file" ]; then
		old="$old $file"
	fi
done
# shellcheck disable=SC2086 # a list
copies "$tree" "$stage/old" $old
changed=$(files_of "$stage/tree")
saved_now=$(files_of "$stage/saved")

# 2. The tree. First what --undo needs: who is killed from here on can be undone.
replace_all() {
	if [ -d "$saved" ]; then
		for file in $saved_now; do
			mkdir -p "$saved/${file%/*}" &&
				mv "$stage/saved/$file" "$saved/$file" || return
		done
	else
		mv "$stage/saved" "$saved" || return
	fi
	for file in $changed; do
		mv -f "$stage/tree/$file" "$tree/$file" || return
	done
	if [ -e "$tree/kernel/kcov" ]; then
		mv "$tree/kernel/kcov" "$stage/old-kcov" || return
	fi
	mv "$stage/kcov" "$tree/kernel/kcov"
}

put_back() {
	for file in $changed; do
		[ ! -f "$stage/tree/$file" ] || continue
		if [ -f "$stage/old/$file" ]; then
			mv -f "$stage/old/$file" "$tree/$file"
		else
			rm -f "$tree/$file"
		fi
	done
	[ ! -e "$stage/old-kcov" ] || mv "$stage/old-kcov" "$tree/kernel/kcov"
	for file in $saved_now; do
		rm -f "$saved/$file"
	done
	find "$saved" -depth -type d -empty -delete
}

[ -e "$saved" ] && again=' again' || again=''
if ! replace_all; then
	put_back
	die "Linux $version: a file could not be replaced; what was changed is put back"
fi
for file in $given_back; do
	rm "$saved/$file"
done
echo "attach.sh: attached to Linux $version$again by ${patch##*/}: $(echo "$changed" | grep -c .) files replaced"
