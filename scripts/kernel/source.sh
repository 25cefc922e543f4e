# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash disable=SC2154
#
# Where a kernel tree comes from: Debian's package linux-source-VERSION,
# unpacked into the cache and never changed there. Decides which version
# that is (the one apt would install now) and fetches it without installing
# anything. Sourced by kernel-build, which sets $cache and defines step.

# Prints the version of package $1 to use: apt's candidate, else the installed one.
source_version_now() {
	local version
	version=$(apt-cache policy "$1" 2>/dev/null | sed -n 's/^ *Candidate: *//p')
	if [[ -z $version || $version == '(none)' ]]; then
		version=$(dpkg-query -W -f '${Version}' "$1" 2>/dev/null || true)
	fi
	echo "$version"
}

# Sets source_version for the release $1 (like 6.12).
find_source_version() {
	keep_source_version "$1" source_version_now "linux-source-$1"
}

# Prints the archive of version $2 of release $1 as an xz stream.
source_archive() {
	local package=linux-source-$1 archive=/usr/src/linux-source-$1.tar.xz
	if [[ -f $archive &&
		$(dpkg-query -W -f '${Version}' "$package" 2>/dev/null) == "$2" ]]; then
		cat "$archive"
		return
	fi
	(cd "$cache/src" && apt-get -q download "$package=$2" >&2)
	dpkg-deb --fsys-tarfile "$cache/src/$package"_*.deb | tar -xOf - ".$archive"
	rm -f "$cache/src/$package"_*.deb
}

unpack_source() {
	local new=$3.new
	rm -rf "$new"
	mkdir -p "$new"
	set -o pipefail
	source_archive "$1" "$2" | tar -xJf - -C "$new" --strip-components=1 --no-same-owner
	mv "$new" "$3"
}

# Sets source_version and source_tree for release $1; unpacks the tree if needed.
need_source() {
	if [[ -z $source_version ]]; then
		"$scripts/need" kernel
		[[ $EUID -ne 0 ]] || DEBIAN_FRONTEND=noninteractive apt-get -q update >&2 </dev/null || true
		find_source_version "$1"
	fi
	[[ -n $source_version ]] ||
		die "no package linux-source-$1 known to apt; as root: apt-get update"
	source_tree=$cache/src/${source_version//[:~]/-}
	[[ -d $source_tree ]] ||
		step "kernel source $source_version: fetching and unpacking" \
			unpack_source "$1" "$source_version" "$source_tree"
}
