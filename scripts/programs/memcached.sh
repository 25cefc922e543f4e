# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash disable=SC2034,SC2154
# memcached on Debian's libevent, without its store on disk. A patch may use the
# library's annotations.
sources=({memcached,hash,jenkins_hash,murmur3_hash,slabs,items,assoc,thread,daemon}.c
	{stats_prefix,util,cache,bipbuffer,base64,logger,crawler,itoa_ljust}.c
	{slab_automove,authfile,restart,proto_text,proto_bin}.c)
headers=("$scripts/../uapi/linux/kcov.h" "$scripts/../port/posix/include/kcov/kcov.h")
defines=(-DHAVE_CONFIG_H -DNDEBUG -pthread -I. "-I$scripts/../uapi" "-I$scripts/../port/posix/include")
libs=(-levent -pthread)
prepare() {
	./configure --disable-extstore --disable-seccomp
}
