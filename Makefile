# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Everything but the kernel build of core/ and port/linux (that is Kbuild).
# `make help` lists the commands; V=1 shows what runs.

BUILD := build
PREFIX ?= /usr/local
CFLAGS ?= -O2 -g
OBJCOPY ?= objcopy
SOVERSION := 0
# Of the library, of the tool, and what pkg-config says.
KCOV_VERSION := 0.1
# Empty to have what CFLAGS asks for in the library and in the tests too.
NO_SANITIZER := -fno-sanitize=all

Q := $(if $(V),,@)
say = @$(if $(V),:,printf '  %-8s %s\n' $(1) $(2))

# What every file of ours is compiled with, whatever CFLAGS the user wants.
KCOV_CFLAGS := -std=gnu11 -Wall -Wextra -Wstrict-prototypes -Wmissing-prototypes \
	-Werror=implicit-function-declaration \
	-MMD -MP
# The library runs inside callbacks: nothing may instrument it or call out of
# it, and it must not show in the program's own coverage.
LIB_CFLAGS := $(KCOV_CFLAGS) -D_GNU_SOURCE -I. -Iport/posix -Iport/posix/include -Iuapi -fvisibility=hidden -fPIC \
	-fno-stack-protector $(NO_SANITIZER) -fomit-frame-pointer \
	-fcf-protection=none -fno-optimize-sibling-calls
# A callback changes no register that the block around it may hold values in.
CALLBACK_CFLAGS := -fno-jump-tables -fno-sanitize=all \
	$(if $(filter x86_64-% i%86-% aarch64-%,$(shell $(CC) -dumpmachine)),-mgeneral-regs-only)

include core/sources.mk
posix-objects := $(patsubst port/posix/%.c,port/posix/%.o,$(sort $(wildcard port/posix/*.c)))
lib-objects := $(addprefix core/,$(kcov-core) $(kcov-core-proxy) $(kcov-core-cmp) $(kcov-core-float)) $(posix-objects)
lib-objects := $(addprefix $(BUILD)/obj/,$(lib-objects))

.PHONY: all lib check check-kernel clean help
.DEFAULT_GOAL := all

all: lib

lib: $(BUILD)/lib/libkcov.a $(BUILD)/lib/libkcov-weak.a $(BUILD)/lib/libkcov.so.$(SOVERSION) ## the user-space library

$(BUILD)/obj/%.o: %.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LIB_CFLAGS) -c $< -o $@

# The callbacks are the library's public face, like the calls interpose.c marks.
$(addprefix $(BUILD)/obj/core/,$(kcov-callbacks) $(kcov-core-float)): LIB_CFLAGS += -fvisibility=default $(CALLBACK_CFLAGS)

# A sanitizer's runtime makes these calls before it can serve what it instruments.
$(BUILD)/obj/port/posix/interpose.o: LIB_CFLAGS += -fno-sanitize=all

# One object, so that whoever needs a callback gets the device too, and no
# internal name can meet one of the program's. Without groups: what compilers
# for i386 put into them the linker would drop for the program's own.
joined := -r --force-group-allocation
$(BUILD)/lib/libkcov.o: $(lib-objects)
	$(Q)mkdir -p $(@D)
	$(Q)$(LD) $(joined) $^ -o $@
	$(Q)$(OBJCOPY) --localize-hidden $@

$(BUILD)/lib/libkcov.a: $(BUILD)/lib/libkcov.o
	$(call say,AR,$@)
	$(Q)rm -f $@
	$(Q)$(AR) rcs $@ $<

# For programs with another runtime that has the same callbacks: that one wins.
$(BUILD)/lib/libkcov-weak.a: $(BUILD)/lib/libkcov.o
	$(call say,AR,$@)
	$(Q)$(OBJCOPY) --wildcard --weaken-symbol='__sanitizer_cov_trace_*' $< $(@:.a=.o)
	$(Q)rm -f $@
	$(Q)$(AR) rcs $@ $(@:.a=.o)

$(BUILD)/lib/libkcov.so.$(SOVERSION): $(lib-objects) port/posix/libkcov.map
	$(call say,LD,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -shared -Wl,-soname,$(@F) -Wl,-z,defs \
		-Wl,--version-script=port/posix/libkcov.map $(lib-objects) -o $@

include port/posix/install.mk
# A folder of tests a line.
-include tests/unit/rules.mk
-include tests/port_fake/rules.mk
-include tests/codegen/rules.mk
-include tests/model/rules.mk
-include tests/proof/rules.mk
-include tests/core/rules.mk
-include tests/mutation/rules.mk
-include tests/interrupts/rules.mk
-include tests/faults/rules.mk
-include tests/stability/rules.mk
-include tests/schedules/rules.mk
-include tests/spin/rules.mk
-include tool/rules.mk tests/tool/rules.mk
# What they ask of the tool is known by now.
-include tests/fuzz/rules.mk tests/static/rules.mk
-include tests/programs/rules.mk
-include tests/rules.mk tests/replay/rules.mk tests/repeat/rules.mk examples/rules.mk tests/check.mk tests/kernel/rules.mk
-include bench/rules.mk

# Installs what is missing of a group of scripts/packages.
need-%:
	@scripts/need $*

clean: ## remove what was built here (kernels stay in the cache)
	rm -rf $(BUILD)

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | sort | column -t -s '	'

-include $(lib-objects:.o=.d)
