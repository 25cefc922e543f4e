# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash disable=SC2154
#
# How a kernel is configured: fragments merged onto tinyconfig, and every
# option of every fragment must be in the result as asked for, unless the
# fragment excuses it with "# may vanish CONFIG_X: reason". Sourced by
# kernel-build.

# Prints the options of fragments $@ as "NAME VALUE", absent ones as n, last one wins.
fragment_options() {
	sed -n -e 's/^\(CONFIG_[A-Za-z0-9_]*\)=\(.*\)/\1 \2/p' \
		-e 's/^# \(CONFIG_[A-Za-z0-9_]*\) is not set/\1 n/p' "$@" |
		awk '{ last[$1] = $2 } END { for (name in last) print name, last[name] }' | sort
}

# Fails, naming them, if options of fragments $2... did not survive in config $1.
check_options() {
	local config=$1 name value got lost=
	shift
	while read -r name value; do
		got=$(sed -n "s/^$name=//p" "$config")
		[[ ${got:-n} == "$value" ]] && continue
		grep -q "^# may vanish $name:" "$@" && continue
		echo "configuration: $name=$value was asked for, but it is ${got:-n}"
		lost=yes
	done < <(fragment_options "$@")
	[[ -z $lost ]]
}

# configure FRAGMENT...: leaves the objects alone if nothing changed.
configure() {
	local wanted
	wanted=$(fragment_options "$@" | sha256sum)
	[[ $(cat "$objects/.fragments" 2>/dev/null) != "$wanted" ]] || return 0
	"${kbuild[@]}" tinyconfig
	(cd "$objects" && "$tree/scripts/kconfig/merge_config.sh" -m .config "$@")
	"${kbuild[@]}" olddefconfig
	check_options "$objects/.config" "$@"
	echo "$wanted" >"$objects/.fragments"
}
