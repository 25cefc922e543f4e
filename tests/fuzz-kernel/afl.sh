# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash
#
# AFL++ of another Debian than this machine's: unpacked into the cache with the C
# library and the Python that it is linked to, so nothing is installed. Sourced
# behind prelude.sh.

cache=${XDG_CACHE_HOME:-$HOME/.cache}/kcov
# shellcheck source=scripts/kernel/suite.sh
. scripts/kernel/suite.sh

# unpack_afl SUITE FOLDER: its programs are in FOLDER/bin, once that is $afl. What
# they start gets this machine's libraries, as the environment names none.
unpack_afl() (
	set -e
	mkdir -p "$2/bin"
	cd "$2"
	python=$(suite_apt "$1" cache -o Dir::State::status=/dev/null show afl++ | grep -om1 'libpython[0-9.]*')
	suite_apt "$1" get -o Dir::State::status=/dev/null download afl++ "$python" libc6 libexpat1 zlib1g
	for package in *.deb; do
		dpkg-deb -x "$package" .
	done
	rm ./*.deb
	loader=$(echo usr/lib64/ld-linux-*.so.*)
	libraries=$(dirname usr/lib/*/libc.so.6)
	for program in afl-fuzz afl-showmap; do
		printf '#!/bin/sh\nexec %q --argv0 %s --library-path %q %q "$@"\n' "$afl/$loader" "$program" \
			"$afl/$libraries" "$afl/usr/bin/$program" >"bin/$program"
		chmod +x "bin/$program"
	done
)

# need_afl SUITE: puts its AFL++ in front of this machine's, or skips all.
need_afl() {
	local version
	version=$(suite_version "$1" afl++)
	[[ $version ]] || skip_all "the archive of $1 cannot be reached or has no afl++"
	afl=$cache/afl/$version
	if [[ ! -d $afl ]]; then
		unpack_afl "$1" "$afl.$$" >"$cache/afl.log" 2>&1 ||
			skip_all "afl++ $version of $1 cannot be fetched; see $cache/afl.log"
		mv -T "$afl.$$" "$afl"
	fi
	export PATH=$afl/bin:$PATH
}
