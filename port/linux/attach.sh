#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only OR MIT
#
# attach.sh [--copy] TREE    puts this kcov into a Linux tree (6.1 to 6.12)
# attach.sh --undo TREE      takes it out again
# attach.sh --files          names the files of a tree that it changes
#
# Links (or copies) this repository as TREE/kernel/kcov, replaces the two kcov
# headers and edits two files: kernel/Makefile builds the folder instead of
# kcov.c, and task_struct embeds one struct instead of twelve fields. It also
# mutes what is not a function of what a task asked for (5. below). Files are
# replaced, never written in place, so trees made of hard links stay apart.
# Attaching again only brings our files up to date, and gives back those that
# another version of this script changed and this one does not.

set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
edited='kernel/Makefile include/linux/sched.h include/linux/kcov.h include/uapi/linux/kcov.h
	kernel/sched/core.c mm/slub.c drivers/char/random.c arch/um/drivers/chan_kern.c'
# what leaves user mode moved there after 6.1
exits='include/linux/entry-common.h kernel/entry/common.c'
edited="$edited $exits"

die() {
	echo "attach.sh: $*" >&2
	exit 1
}

usage() {
	sed -n '4,6s/^# //p' "$0" >&2
	exit 2
}

copy=no
undo=no
case "${1-}" in
# shellcheck disable=SC2086 # a list
--files) printf '%s\n' $edited; exit 0 ;;
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

# What is kept of the tree as it was, whichever version of this script kept it.
saved_files() {
	(cd "$saved" && find . -type f) | sed 's|^\./||'
}

if [ $undo = yes ]; then
	[ -d "$saved" ] || die "nothing of ours is in $tree"
	saved_files | while read -r file; do
		mv "$saved/$file" "$tree/$file"
	done
	rm -rf "$saved" "$tree/kernel/kcov" "$tree/include/linux/kcov_task.h"
	exit 0
fi

# What was there before, kept for --undo; whole or not at all.
mkdir -p "$saved"
for file in $edited; do
	[ ! -f "$saved/$file" ] || continue
	mkdir -p "$(dirname "$saved/$file")"
	cp -p "$tree/$file" "$tree/kernel/.kcov-new"
	mv "$tree/kernel/.kcov-new" "$saved/$file"
done
saved_files | while read -r file; do
	"$0" --files | grep -xF "$file" >/dev/null || mv "$saved/$file" "$tree/$file"
done

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

# 5. What a call finds left by others, not what it does: paused where it happens.
# muted FILE AWK: the AWK program edits the file and ends with 1 unless it found
# all its places; a function that a file needs is declared after its kmsan.h.
muted() {
	awk "$2" "$saved/$1" >"$tree/kernel/.kcov-new" || die "$1 does not look as expected"
	put "$tree/kernel/.kcov-new" "$1"
}

# The scheduler, from where it looks who runs until it lets go: when a task is
# preempted is not its doing. (Stock mutes only the switch itself.)
muted kernel/sched/core.c '
	/^static void .*[^_]__schedule\(.*sched_mode\)$/ { inside = 1 }
	inside && /^}/ { print "\tkcov_finish_switch(current);"; inside = 0; places++ }
	{ print }
	inside && /^\tprev = rq->curr;$/ { print "\tkcov_prepare_switch(prev);"; places++ }
	END { exit places == 2 ? 0 : 1 }'

# Constructors of all objects of a new slab, which whoever meets an empty cache
# runs for others.
muted mm/slub.c '
	/^#include <linux\/kmsan.h>$/ { print "#include <linux/kcov.h>"; places++ }
	/^\tsetup_object_debug\(s, object\);$/ { print "\tu32 paused;\n"; places++ }
	/^\t\ts->ctor\(object\);$/ {
		print "\t\tpaused = kcov_pause();"
		print
		print "\t\tkcov_resume(paused);"
		places++
		next
	}
	{ print }
	END { exit places == 3 ? 0 : 1 }'

# The refill of the batches that small random numbers come from: every n-th
# caller, for the others.
muted drivers/char/random.c '
	/^#include <linux\/kernel.h>$/ { print "#include <linux/kcov.h>"; places++ }
	/^\tunsigned long next_gen;.*\\$/ { print "\tu32 paused;\t\t\t\t\t\t\t\\"; places++ }
	/^\tlocal_unlock_irqrestore\(&batched_entropy_ ##type.lock, flags\);/ {
		print "\tkcov_resume(paused);\t\t\t\t\t\t\\"
		places++
	}
	{ print }
	/^\tlocal_lock_irqsave\(&batched_entropy_ ##type.lock, flags\);/ {
		print "\tpaused = kcov_pause();\t\t\t\t\t\t\\"
		places++
	}
	END { exit places == 4 ? 0 : 1 }'

# On the way back to user mode: registers are loaded again if somebody else ran.
for file in $exits; do
	muted "$file" '
		/^\tarch_exit_to_user_mode_prepare\(regs, ti_work\);$/ {
			print "\tpaused = kcov_pause();"
			print
			print "\tkcov_resume(paused);"
			next
		}
		/exit_to_user_mode_prepare\(struct pt_regs \*regs\)$/ { inside = 1 }
		/^#include <linux\/kmsan.h>$/ { print "#include <linux/kcov.h>" }
		{ print }
		inside && /^\tunsigned long ti_work;$/ { print "\tu32 paused;"; inside = 0 }'
done
cat "$tree/include/linux/entry-common.h" "$tree/kernel/entry/common.c" |
	grep -c kcov_resume | grep -qx 1 || die "nothing known leads back to user mode"

# What an interrupt of User-Mode Linux runs before it is counted as one: lines
# that were closed are freed. The rest of that file writes what a call prints.
muted arch/um/drivers/chan_kern.c '
	/^void free_irqs\(void\)$/ { print "void __no_sanitize_coverage free_irqs(void)"; places++; next }
	{ print }
	END { exit places == 1 ? 0 : 1 }'
