# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The one list of core objects, read by the Makefile and by Kbuild.
kcov-core := types.o callbacks.o refused.o ioctl.o argument.o setup.o told.o \
	device.o enable.o feedback.o remote_enable.o session.o registry.o \
	section.o scratch.o append.o delivery.o
# Of those, what a host that is short of memory may leave out: without/remote.o or
# without/extended.o stands instead.
kcov-core-remote := remote_enable.o session.o registry.o section.o scratch.o append.o
kcov-core-extended := refused.o argument.o setup.o told.o feedback.o delivery.o
# For hosts of several processes.
kcov-core-proxy := proxy.o
# Left out where comparisons are not collected.
kcov-core-cmp := callbacks_cmp.o
# For hosts whose programs compare floating-point numbers.
kcov-core-float := callbacks_float.o
# What the compiler's calls run.
kcov-callbacks := callbacks.o callbacks_cmp.o refused.o
