# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash disable=SC2034
# The Lua interpreter with its library. The seed of its string hash is the time
# and some addresses unless it is set; a constant is what Lua's own test suite
# sets it to as well.
package=lua5.4
# all but the compiler, luac
defines=(-std=gnu99 -DLUA_COMPAT_5_3 -DLUA_USE_POSIX '-Dluai_makeseed(L)=1')
libs=(-lm)
prepare() {
	# Debian's own make writes this header
	echo '#define DEB_HOST_MULTIARCH "multiarch"' >src/lua5.4-deb-multiarch.h
	sources=()
	local file
	for file in src/l*.c; do
		[[ $file == src/luac.c ]] || sources+=("$file")
	done
}
