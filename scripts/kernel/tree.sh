# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash disable=SC2154
#
# The Linux tree that our kernels are built from: the source tree with this kcov
# attached, with time stamps by which make rebuilds what changed and nothing
# else. Sourced by kernel-build, which sets $top, $source_tree and $objects.

# Writes what `attach --copy` made of a copy of the source tree; see keep_times.
list_attached() {
	(cd "$1" && find . -type f -links 1 -printf '%T@ %p\n' | while read -r time name; do
		printf '%s %s %s\n' "$(sha256sum <"$name" | cut -c 1-64)" "$time" "$name"
	done)
}

# Gives attached files whose content did not change their old time, and new
# content the time of now: make must rebuild what changed since the object
# tree was built, and only that, whichever clone it was attached from.
keep_times() {
	local tree=$1 list=$1.attached hash time name
	local -A old_hash=() old_time=()
	if [[ -f $list ]]; then
		while read -r hash time name; do
			old_hash[$name]=$hash
			old_time[$name]=$time
		done <"$list"
	fi
	while read -r hash time name; do
		if [[ ${old_hash[$name]:-} == "$hash" ]]; then
			touch -d "@${old_time[$name]}" "$tree/$name"
		else
			touch "$tree/$name"
		fi
	done < <(list_attached "$tree")
	list_attached "$tree" >"$list.new"
	mv "$list.new" "$list"
}

# The tree $1 with our sources, of this target alone: hard links to the source
# tree, which attach replaces and never writes through.
attach() {
	local tree=$1
	if [[ ! -d $tree ]]; then
		mkdir -p "${tree%/*}"
		rm -rf "$tree.new"
		cp -al "$source_tree" "$tree.new"
		mv "$tree.new" "$tree"
	fi
	# again if somebody saved a file meanwhile: the key must tell the truth
	until our_sources >"$tree.sources"
		rm -rf "$tree/kernel/kcov"
		"$top/port/linux/attach.sh" --copy "$tree"
		our_sources | cmp -s - "$tree.sources"; do :; done
	keep_times "$tree"
	# their warnings belong into every build log
	rm -f "$objects"/kernel/kcov/*.o "$objects"/kernel/kcov/*/*.o
}
