# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash disable=SC2154
#
# Where a program comes from: a Debian source package, unpacked with Debian's
# patches into the cache and never changed there. The archives are the ones
# this system takes its packages from, as deb-src in a list of our own: the
# system's lists stay as they are. Sourced by program-build, which sets $cache
# $log and defines die.

# apt with our lists instead of the system's: $1 the list of archives.
apt_with() {
	local list=$1 command=$2
	shift 2
	"$command" -q -o Dir::Etc::SourceList="$list" -o Dir::Etc::SourceParts=/dev/null \
		-o Dir::State::Lists="$cache/apt/lists" -o Dir::Cache="$cache/apt" \
		-o APT::Update::Post-Invoke-Success::= -o APT::Sandbox::User=root "$@"
}

# Writes $cache/apt/all.list, the Debian archives of the system, and a list
# with each of them alone: N.list.
write_lists() {
	local line n=0
	mkdir -p "$cache/apt/lists/partial" "$cache/apt/archives/partial"
	rm -f "$cache"/apt/*.list
	# shellcheck disable=SC2016 # for apt
	apt-get indextargets --format 'deb-src $(REPO_URI) $(RELEASE) $(COMPONENT)' \
		'Created-By: Packages' 'Origin: Debian' 'Component: main' |
		LC_ALL=C sort -u >"$cache/apt/all.list"
	[[ -s $cache/apt/all.list ]] || die "apt knows no Debian archive; as root: apt-get update"
	while read -r line; do
		((n += 1))
		echo "$line" >"$cache/apt/$n.list"
	done <"$cache/apt/all.list"
	apt_with "$cache/apt/all.list" apt-get update
}

# Fetches the newest version of source package $1 that some archive really has
# (mirrors lag behind their own lists), unpacks it and prints the version.
fetch_source() {
	local list version folder=$cache/apt/fetched
	[[ -s $cache/apt/all.list && ! /var/lib/apt/lists -nt $cache/apt/all.list ]] ||
		write_lists
	for list in "$cache/apt/all.list" "$cache"/apt/[0-9]*.list; do
		rm -rf "$folder"
		mkdir -p "$folder"
		(cd "$folder" && apt_with "$list" apt-get --download-only source "$1") || continue
		version=$(sed -n 's/^Version: //p' "$folder"/*.dsc | head -n 1)
		unpack_source "$(source_folder "$1" "$version")" || return 1
		rm -rf "$folder"
		echo "$version" >&3
		return
	done
	return 1
}

# apt has checked the signatures already, from its Release file down.
unpack_source() {
	[[ ! -d $1 ]] || return 0
	rm -rf "$1.new"
	dpkg-source --no-check --no-copy -x "$cache"/apt/fetched/*.dsc "$1.new" && mv "$1.new" "$1"
}

source_folder() {
	echo "$cache/src/$1-${2//[:~]/-}"
}

fetch_noted() {
	echo "fetching the source of $1" >&2
	fetch_source "$1" 3>&1 >>"$log" 2>&1 </dev/null
}

# Sets source_version and source_tree for package $1; fetches it if needed.
need_source() {
	keep_source_version "$1" fetch_noted "$1"
	source_tree=$(source_folder "$1" "$source_version")
	if [[ ! -d $source_tree ]]; then
		rm -f "$cache/src/$1.version"
		keep_source_version "$1" fetch_noted "$1"
		source_tree=$(source_folder "$1" "$source_version")
	fi
	[[ $source_version && -d $source_tree ]] ||
		die "cannot fetch the source of $1; the end of $log: $(tail -n 3 "$log")"
}
