# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash disable=SC2034,SC2154
#
# How a User-Mode Linux kernel is booted: a process group of this machine
# whose root is our root through hostfs and whose terminal tty1 is the pair of
# pipes that kernel-run made. Sourced by kernel-run.

fstype=hostfs
port=/dev/tty1

# A guest runs one task at a time, and hands each of its system calls from one
# process of ours to another: on one processor that is a switch, on two a wake-up
# of the other one. Each guest has a processor to itself, if one is left: sets
# `pinned`. The lock is held as long as the kernel lives.
take_processor() {
	local n
	pinned=()
	mkdir -p "$cache/locks"
	for ((n = 0; n < $(nproc --all); n++)); do
		exec {processor}>>"$cache/locks/processor-$n" || return 0
		if flock -n "$processor" && taskset -c "$n" true 2>/dev/null; then
			pinned=(taskset -c "$n")
			return
		fi
		exec {processor}>&-
	done
}

# boot RUN: becomes the kernel. UML makes the descriptors it is given
# non-blocking, so they must be pipes of our own and never the caller's.
boot() {
	local prefix=() quick=()
	# give_current() of tools.sh
	[[ ! -e $kernel/stock-current.so ]] || prefix=(setarch x86_64 -R env "LD_PRELOAD=$kernel/stock-current.so")
	# Later kernels need no ptrace for their processes.
	[[ $release == 6.* ]] || quick=(seccomp=auto)
	take_processor
	ulimit -c 0
	cd /
	TMPDIR=$shm exec setsid "${pinned[@]}" "${prefix[@]}" "$image" "${quick[@]}" \
		mem="${memory:-256M}" uml_dir="$1/" stderr=1 console=tty0 \
		con=null con0=null,fd:1 con1=fd:3,fd:4 \
		root=none rootfstype=hostfs rootflags=/ ro "init=$tools/init" \
		"kernel_run=$1/instructions" "${append[@]}" \
		<"/dev/null" >"$1/console" 2>&1 3<"$1/to" 4>"$1/from"
}
