# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash disable=SC2154
#
# Packages of a suite of the Debian archive that this system's own lists do not
# name. apt is asked with lists of its own, so the system's stay as they are; the
# archive is the one that they name. Sourced by kernel-build, which sets $cache.

# suite_apt SUITE get|cache ARGUMENT...: one attempt, no long wait: whoever calls
# goes on without.
suite_apt() {
	local dir=$cache/suites/$1 tool=apt-$2
	shift 2
	"$tool" -q -o "Dir::Etc::SourceList=$dir/sources.list" -o Dir::Etc::SourceParts=- \
		-o "Dir::State::Lists=$dir/lists" -o "Dir::Cache=$dir/cache" \
		-o APT::Sandbox::User= -o Acquire::Retries=1 -o Acquire::http::Timeout=30 \
		-o Acquire::https::Timeout=30 "$@"
}

# Prints the address of the archive that the system's lists name.
debian_archive() {
	# shellcheck disable=SC2016 # apt's own
	apt-get indextargets --format '$(ORIGIN) $(LABEL) $(REPO_URI)' 'Created-By: Packages' |
		awk '$1 == "Debian" && $2 == "Debian" { print $3; exit }'
}

# Fetches the suite's lists; false if that fails, and then the old ones hold.
suite_update() {
	local dir=$cache/suites/$1 archive
	archive=$(debian_archive)
	[[ $archive ]] || return
	mkdir -p "$dir/lists/partial" "$dir/cache/archives/partial"
	echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $archive $1 main" \
		>"$dir/sources.list"
	# a failed attempt counts as well: not every call shall wait for the network
	touch "$dir/asked"
	suite_apt "$1" get -o APT::Update::Error-Mode=any update </dev/null >"$dir/update.log" 2>&1
}

# Prints the newest version among the packages of suite $1 whose names begin with
# $2, by lists not older than a week where that can be had; nothing without any.
suite_version() {
	local dir=$cache/suites/$1 names
	[[ -n $(find "$dir/asked" -mtime -7 2>/dev/null) ]] || suite_update "$1" || true
	[[ -f $dir/sources.list ]] || return 0
	mapfile -t names < <(suite_apt "$1" cache pkgnames "$2")
	[[ ! ${names[*]} ]] || suite_apt "$1" cache madison "${names[@]}" |
		awk -F ' *[|] *' '{ print $2 }' | sort -V | tail -n 1
}
