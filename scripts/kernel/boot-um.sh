# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash disable=SC2034,SC2154
#
# How a User-Mode Linux kernel is booted: a process group of this machine
# whose root is our root through hostfs and whose terminal tty1 is the pair of
# pipes that kernel-run made. Sourced by kernel-run.

fstype=hostfs
port=/dev/tty1

# boot RUN: becomes the kernel. UML makes the descriptors it is given
# non-blocking, so they must be pipes of our own and never the caller's.
boot() {
	local prefix=()
	# stock kernels of Linux 6 with kcov read `current` from a host stack while
	# they start, which crashes at random; see stock-current.c. Later ones have
	# it in a variable, and their processes want a stack at a random place.
	[[ $variant != stock || $release != 6.* ]] ||
		prefix=(setarch x86_64 -R env "LD_PRELOAD=$tools/stock-current.so")
	ulimit -c 0
	cd /
	TMPDIR=$shm exec setsid "${prefix[@]}" "$image" \
		mem="${memory:-256M}" uml_dir="$1/" stderr=1 console=tty0 \
		con=null con0=null,fd:1 con1=fd:3,fd:4 \
		root=none rootfstype=hostfs rootflags=/ ro "init=$tools/init" \
		"kernel_run=$1/instructions" "${append[@]}" \
		<"/dev/null" >"$1/console" 2>&1 3<"$1/to" 4>"$1/from"
}
