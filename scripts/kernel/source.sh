# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash disable=SC2154
#
# Where a kernel tree comes from: Debian's package linux-source-VERSION,
# unpacked into the cache and never changed there. Decides which version
# that is (the one apt would install now, or the newest of a suite, see
# suite.sh) and fetches it without installing anything. Sourced by
# kernel-build, which sets $cache, defines step and has sourced suite.sh.

# Prints the version of package $1 to use: apt's candidate, else the installed one.
source_version_now() {
	local version
	version=$(apt-cache policy "$1" 2>/dev/null | sed -n 's/^ *Candidate: *//p')
	if [[ -z $version || $version == '(none)' ]]; then
		version=$(dpkg-query -W -f '${Version}' "$1" 2>/dev/null || true)
	fi
	echo "$version"
}

# Sets source_version for the release $1: like 6.12, or like 7@SUITE.
find_source_version() {
	if [[ $1 == *@* ]]; then
		keep_source_version "linux-source-$1" suite_version "${1#*@}" "linux-source-${1%@*}."
	else
		keep_source_version "linux-source-$1" source_version_now "linux-source-$1"
	fi
}

# Prints the name of the package that has version $1: linux-source-6.12.
source_package() {
	local minor=${1#*.}
	echo "linux-source-${1%%.*}.${minor%%[!0-9]*}"
}

# Prints the archive of version $2 of release $1 as an xz stream.
source_archive() {
	local package archive apt=(apt-get -q)
	package=$(source_package "$2") archive=/usr/src/$package.tar.xz
	if [[ -f $archive &&
		$(dpkg-query -W -f '${Version}' "$package" 2>/dev/null) == "$2" ]]; then
		cat "$archive"
		return
	fi
	[[ $1 != *@* ]] || apt=(suite_apt "${1#*@}" get)
	(cd "$cache/src" && "${apt[@]}" download "$package=$2" >&2) &&
		dpkg-deb --fsys-tarfile "$cache/src/$package"_*.deb | tar -xOf - ".$archive" &&
		rm -f "$cache/src/$package"_*.deb
}

# Nothing here counts on `set -e`: a caller that tests us has it off.
unpack_source() {
	local new=$3.new
	set -o pipefail
	rm -rf "$new" && mkdir -p "$new" &&
		source_archive "$1" "$2" | tar -xJf - -C "$new" --strip-components=1 --no-same-owner &&
		mv "$new" "$3"
}

# Asks again which version there is: what was known is gone, or was never known.
renew_source_version() {
	"$scripts/need" kernel
	if [[ $EUID -eq 0 && ( $1 != *@* || -z $(debian_archive) ) ]]; then
		DEBIAN_FRONTEND=noninteractive apt-get -q update >&2 </dev/null || true
	fi
	if [[ $1 == *@* ]]; then
		suite_update "${1#*@}" || true
		rm -f "$cache/src/linux-source-$1.version"
	fi
	find_source_version "$1"
}

# Sets source_version and source_tree for release $1; unpacks the tree if needed.
need_source() {
	local tree=$cache/src/${source_version//[:~]/-}
	if [[ -z $source_version || ( $1 == *@* && ! -d $tree ) ]]; then
		renew_source_version "$1"
	fi
	if [[ -z $source_version ]]; then
		[[ $1 != *@* ]] || skip "the suite ${1#*@} cannot be reached or has no linux-source-${1%@*}.*"
		die "no package linux-source-$1 known to apt; as root: apt-get update"
	fi
	source_tree=$cache/src/${source_version//[:~]/-}
	[[ ! -d $source_tree ]] || return 0
	if [[ $1 != *@* ]]; then
		step "kernel source $source_version: fetching and unpacking" \
			unpack_source "$1" "$source_version" "$source_tree"
	elif ! (step "kernel source $source_version: fetching and unpacking" \
		unpack_source "$1" "$source_version" "$source_tree"); then
		skip "linux-source-${1%@*}.* of the suite ${1#*@} cannot be fetched"
	fi
}
