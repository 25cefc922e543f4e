# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The sources of the user-space host, each folder a room; run/ is a program.
posix-rooms := os signals images device domain remote calls
posix-headers := $(wildcard port/posix/*.h $(posix-rooms:%=port/posix/%/*.h) port/posix/os/arch/*.h)
# What the compiler makes programs for, as os/arch.h has it, and which of
# asked-headers there are.
hash := \#
posix-asked := $(shell printf '%s\n' '$(hash)include "port/posix/os/arch.h"' \
	'machine-POSIX_MACHINE libc-POSIX_LIBC early-POSIX_HAS_EARLY jumps-POSIX_JUMP_TARGET(0)' \
	$(foreach h,$(asked-headers),'$(hash)if __has_include(<$h>)' 'has-$h' '$(hash)endif') | \
	$(CC) $(CPPFLAGS) $(CFLAGS) -I. -std=c11 -E -P -x c - 2>/dev/null)
posix-machine := $(patsubst machine-%,%,$(filter machine-%,$(posix-asked)))
posix-libc := $(patsubst libc-%,%,$(filter libc-%,$(posix-asked)))
posix-sources := $(sort $(wildcard $(posix-rooms:%=port/posix/%/*.c)) \
	$(if $(filter early-1,$(posix-asked)),port/posix/os/glibc/early.c) \
	$(if $(findstring jumps-POSIX,$(posix-asked)),,port/posix/signals/$(posix-libc)/jump.c))
