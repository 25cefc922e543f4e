# SPDX-License-Identifier: GPL-2.0-only OR MIT
# kcovctl. Needs libdw, zlib and libiberty; with libzydis it also finds the instrumented
# places of kernels that call through registers. Part of `make all` where the
# headers are there.

tool-has = $(if $(filter has-$1,$(posix-asked)),yes)
tool-has-libs := $(and $(call tool-has,elfutils/libdwfl.h),$(call tool-has,zlib.h),$(call tool-has,libiberty/demangle.h))
tool-has-zydis := $(call tool-has,Zydis/Zydis.h)
# Without these it says of what they compressed that it cannot be read.
tool-has-lzma := $(call tool-has,lzma.h)
tool-has-zstd := $(call tool-has,zstd.h)

tool-dir := $(BUILD)/obj/tool
tool-sources := $(sort $(wildcard tool/*/*.c))
# One of them finds call sites, as well as the libraries allow; another stands in
# for what the machine or a library does not have.
tool-left-out := $(if $(tool-has-zydis),tool/index/sites_scan.c,tool/index/sites_flow.c tool/index/flow.c) \
	tool/index/unpack_xz$(if $(tool-has-lzma),_none).c tool/index/unpack_zstd$(if $(tool-has-zstd),_none).c \
	tool/collect/registers_$(if $(filter x86_64,$(posix-machine)),none,x86_64).c \
	$(wildcard tool/agent/*.c)
tool-sources := $(filter-out $(tool-left-out),$(tool-sources))
tool-objects := $(tool-sources:tool/%.c=$(tool-dir)/%.o)
tool-main := $(tool-dir)/command/kcovctl.o
tool-libs := -ldw -lelf -lz -liberty $(if $(tool-has-zydis),-lZydis) \
	$(if $(tool-has-lzma),-llzma) $(if $(tool-has-zstd),-lzstd) -pthread

TOOL_CFLAGS := $(KCOV_CFLAGS) -D_GNU_SOURCE -I. -Iuapi -Iport/posix/include -pthread \
	-DKCOV_VERSION='"$(KCOV_VERSION)"' -DKCOV_SOVERSION='"$(SOVERSION)"' \
	-DKCOV_MULTIARCH='"$(shell $(CC) -print-multiarch 2>/dev/null)"'

.PHONY: tool
tool: $(if $(tool-has-libs),$(BUILD)/kcovctl,tool-with-libs) $(BUILD)/kcov-fuzz-agent lib ## kcovctl, the command line tool

$(if $(tool-has-libs),$(eval all: tool))

# What was not there when this make began is seen by the next one.
.PHONY: tool-with-libs
tool-with-libs:
	$(Q)scripts/need build tool
	$(Q)$(MAKE) --no-print-directory $(BUILD)/kcovctl

$(tool-dir)/%.o: tool/%.c
	$(call say,CC,$<)
	$(folder)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(TOOL_CFLAGS) -c $< -o $@

# What is there may change from one make to the next.
tool-has-now := lzma:$(tool-has-lzma) zstd:$(tool-has-zstd)
$(tool-dir)/libs: $(call changed,$(tool-dir)/libs,$(tool-has-now))
	$(folder)
	$(Q)echo '$(tool-has-now)' >$@
$(BUILD)/kcovctl: $(tool-dir)/libs

# With the library inside, the device exists without a kernel that has one.
$(BUILD)/kcovctl: $(tool-objects) $(BUILD)/lib/libkcov.a
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) $(filter %.o %.a,$^) $(tool-libs) -o $@

# The first process of kcovctl fuzz's guests, which has nothing of ours around it, nor
# the sanitizers that the tool may be built with. A target of somebody's own is an
# object that it loads, so it is not static; and it is bound before anything runs.
agent-sources := $(sort $(wildcard tool/agent/*.c))
$(BUILD)/kcov-fuzz-agent: $(agent-sources) tool/agent/agent.h tool/fuzz/channel.h uapi/linux/kcov_extended.h
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) -O2 -g $(filter-out -MMD -MP,$(KCOV_CFLAGS)) -D_GNU_SOURCE -I. -Iuapi $(NO_SANITIZER) \
		-Wl,-z,now $(agent-sources) -o $@

# What it holds is not seen by the compiler.
$(tool-dir)/report/assets.o: tool/report/index.html tool/report/report.css tool/report/report.js

-include $(tool-objects:.o=.d)

include tool/install.mk

# The names of the system calls, out of the header that numbers them.
$(tool-dir)/syscalls.h:
	$(folder)
	$(Q)echo '#include <asm/unistd.h>' | $(CC) -E -dM - | \
		sed -nE 's/^#define __NR_([a-z0-9_]+) ([0-9]+)$$/[\2] = "\1",/p' >$@
$(tool-dir)/collect/calls.o: $(tool-dir)/syscalls.h
$(tool-dir)/collect/calls.o: TOOL_CFLAGS += -I$(tool-dir)
