# SPDX-License-Identifier: GPL-2.0-only OR MIT
# shellcheck shell=bash disable=SC2034,SC2154
#
# How a kernel is booted in QEMU: with two CPUs, with our root over 9p and a
# virtio-serial port joined to the pipes that kernel-run made. Sourced by
# boot-x86_64.sh and boot-arm64.sh, which set machine and serial.

"$scripts/need" qemu || exit "$DIED"

fstype=9p
port=/dev/vport0p1

# boot RUN: becomes the machine. Emulated even where /dev/kvm exists: inside
# another virtual machine KVM often hangs, and two CPUs taking turns at any
# instruction is what this target is for.
boot() {
	local i qemu=("${machine[@]}" -nodefaults -no-user-config -no-reboot
		-display none -smp 2 -accel tcg -m "${memory:-1G}")
	# the port first: the first number in its name counts virtio devices
	qemu+=(-device virtio-serial-pci
		-chardev "file,id=console,path=$1/console" -serial chardev:console
		-fsdev "local,id=root,path=/,security_model=none,readonly=on,multidevs=remap"
		-device "virtio-9p-pci,fsdev=root,mount_tag=root")
	local line=("console=$serial" panic=-1 root=root rootfstype=9p
		"rootflags=trans=virtio,version=9p2000.L,msize=262144,cache=loose" ro
		"init=$tools/init" "kernel_run=$1/instructions")
	for i in "${!writable[@]}"; do
		qemu+=(-fsdev "local,id=fs$i,path=${writable[i]//,/,,},security_model=none,multidevs=remap"
			-device "virtio-9p-pci,fsdev=fs$i,mount_tag=writable$i")
	done
	# a "pipe" is a pair NAME.in, NAME.out
	ln -s to "$1/port.in"
	ln -s from "$1/port.out"
	qemu+=(-chardev "pipe,id=port,path=$1/port" -device "virtserialport,chardev=port,nr=1"
		-kernel "$image" -append "${line[*]} ${append[*]}"
		"${qemu_options[@]}")
	ulimit -c 0
	cd /
	# the pipes are opened here as well, so that their readers see an end
	# even if QEMU does not get that far
	exec setsid "${qemu[@]}" </dev/null >"$1/console" 2>&1 3<"$1/to" 4>"$1/from"
}
