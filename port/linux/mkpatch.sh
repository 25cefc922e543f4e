#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only OR MIT
#
# mkpatch.sh TREE    prints, as one patch for `patch -p1`, what attach.sh does
#
# TREE is a Linux source tree without our kcov; it is not changed.

set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
if [ $# -ne 1 ] || [ ! -f "$1/kernel/kcov.c" ]; then
	sed -n '4s/^# //p' "$0" >&2
	exit 2
fi
tree=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/a"
for file in Makefile kernel/kcov.c include/linux/types.h $("$here/attach.sh" --files); do
	# files of other versions of Linux are not there
	[ ! -f "$tree/$file" ] || echo "$file"
done | (cd "$tree" && xargs cp -p --parents -t "$work/a")
cp -rp "$work/a" "$work/b"
"$here/attach.sh" --copy "$work/b" >&2
rm -r "$work/b/kernel/.kcov-saved"
# diff says 1 when it found differences, which is the point.
(cd "$work" && diff -ruN a b) || [ $? -eq 1 ]
