# SPDX-License-Identifier: GPL-2.0-only OR MIT
# kcovctl. Needs libdw and zlib; with libzydis it also finds the instrumented
# places of kernels that call through registers. Part of `make all` where the
# headers are there.

tool-compiles = $(shell printf '\#include <$1>\n' | $(CC) $(CPPFLAGS) -E -x c - -o /dev/null 2>/dev/null && echo yes)
tool-has-libs := $(and $(call tool-compiles,elfutils/libdwfl.h),$(call tool-compiles,zlib.h))
tool-has-zydis := $(call tool-compiles,Zydis/Zydis.h)


tool-dir := $(BUILD)/obj/tool
tool-sources := $(sort $(wildcard tool/*/*.c))
# One of them finds call sites, as well as the libraries allow.
tool-sources := $(filter-out $(if $(tool-has-zydis),tool/index/sites_scan.c,\
	tool/index/sites_flow.c tool/index/flow.c),$(tool-sources))
tool-objects := $(tool-sources:tool/%.c=$(tool-dir)/%.o)
tool-main := $(tool-dir)/command/kcovctl.o
tool-libs := -ldw -lelf -lz $(if $(tool-has-zydis),-lZydis) -pthread

TOOL_CFLAGS := $(KCOV_CFLAGS) -D_GNU_SOURCE -I. -Iuapi -pthread \
	-DKCOV_VERSION='"$(KCOV_VERSION)"' -DKCOV_SOVERSION='"$(SOVERSION)"' \
	-DKCOV_MULTIARCH='"$(shell $(CC) -print-multiarch 2>/dev/null)"'

.PHONY: tool
tool: $(BUILD)/kcovctl lib ## kcovctl, the command line tool

$(if $(tool-has-libs),$(eval all: tool))

$(tool-dir)/%.o: tool/%.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(TOOL_CFLAGS) -c $< -o $@

# With the library inside, the device exists without a kernel that has one.
$(BUILD)/kcovctl: $(tool-objects) $(BUILD)/lib/libkcov.a
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) $^ $(tool-libs) -o $@

# What it holds is not seen by the compiler.
$(tool-dir)/report/assets.o: tool/report/index.html tool/report/report.css tool/report/report.js

-include $(tool-objects:.o=.d)

include tool/install.mk

# The names of the system calls, out of the header that numbers them.
$(tool-dir)/syscalls.h:
	$(Q)mkdir -p $(@D)
	$(Q)echo '#include <asm/unistd.h>' | $(CC) -E -dM - | \
		sed -nE 's/^#define __NR_([a-z0-9_]+) ([0-9]+)$$/[\2] = "\1",/p' >$@
$(tool-dir)/collect/calls.o: $(tool-dir)/syscalls.h
$(tool-dir)/collect/calls.o: TOOL_CFLAGS += -I$(tool-dir)
