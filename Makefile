# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Everything but the kernel build of core/ and port/linux (that is Kbuild).
# `make help` lists the commands; V=1 shows what runs.

BUILD := build
PREFIX ?= /usr/local
CFLAGS ?= -O2 -g
OBJCOPY ?= objcopy
SOVERSION := 0
# Of the library, of the tool, and what pkg-config and CMake say. NEWS.md begins
# with it, the tag of a release is v and this.
KCOV_VERSION := 0.1
# Empty to have what CFLAGS asks for in the library and in the tests too.
NO_SANITIZER := -fno-sanitize=all

Q := $(if $(V),,@)
# By make itself: a process for each line would cost as much as a small compiler.
say = $(if $(V),,$(info $()  $(1)	 $(2)))

# A program that the shell would find, without a shell: each start of make asks.
in-path = $(firstword $(wildcard $(addsuffix /$1,$(subst :, ,$(PATH)))))
# Of the tool's libraries, asked for in the one start of the compiler.
asked-headers := elfutils/libdwfl.h zlib.h libiberty/demangle.h Zydis/Zydis.h lzma.h zstd.h
# For what is made, unless it is there: a process for each file adds up.
folder = $(if $(wildcard $(@D)/.),,$(Q)mkdir -p $(@D))
# A program for tests/run: the line of shell that it is.
define program
$(folder)
$(Q)printf '#!/bin/sh\n%s\n' '$1' >$@
$(Q)chmod +x $@
endef
include port/posix/sources.mk
include port/bare/sources.mk
# What every file of ours is compiled with, whatever CFLAGS the user wants.
KCOV_CFLAGS := -std=gnu11 -Wall -Wextra -Wstrict-prototypes -Wmissing-prototypes \
	-Werror=implicit-function-declaration \
	-MMD -MP
# The library runs inside callbacks: nothing may instrument it or call out of
# it, and it must not show in the program's own coverage.
LIB_CFLAGS := $(KCOV_CFLAGS) -D_GNU_SOURCE -I. -Iport/posix -Iport/posix/include -Iuapi -fvisibility=hidden -fPIC \
	-fno-stack-protector $(NO_SANITIZER) -fomit-frame-pointer \
	-fcf-protection=none -fno-optimize-sibling-calls
# A callback changes no register that the block around it may hold values in. It may
# run before its thread has a block, so it looks at nothing before it is asked to,
# which compilers heed only where they optimize.
CALLBACK_CFLAGS := -O2 -fno-jump-tables -fno-sanitize=all -foptimize-sibling-calls \
	$(if $(filter-out generic,$(posix-machine)),-mgeneral-regs-only)

include core/sources.mk
posix-objects := $(posix-sources:%.c=%.o)
# A member of its own in archives: only a program that loads something has it.
load-object := $(BUILD)/obj/port/posix/images/load.o
posix-objects := $(filter-out port/posix/images/load.o,$(posix-objects))
lib-objects := $(addprefix core/,$(kcov-core) $(kcov-core-proxy) $(kcov-core-cmp) $(kcov-core-float)) $(posix-objects)
lib-objects := $(addprefix $(BUILD)/obj/,$(lib-objects))

.PHONY: all lib check check-kernel clean help
.DEFAULT_GOAL := all

all: lib

lib: $(BUILD)/lib/libkcov.a $(BUILD)/lib/libkcov-weak.a $(BUILD)/lib/libkcov.so.$(SOVERSION) ## the user-space library

# The compiler was asked which files there are. Without one it is installed, and
# make begins anew, as it does when it has made a file that it includes. What an
# earlier make found may be gone, so each looks again, once.
ifeq ($(posix-machine)$(filter help clean dist need-%,$(MAKECMDGOALS)),)
include $(BUILD)/compiler.mk
.PHONY: look-again
$(BUILD)/compiler.mk: $(if $(MAKE_RESTARTS),,look-again)
	$(Q)scripts/need build $(filter tool,$(MAKECMDGOALS:demo=tool))
	$(Q)mkdir -p $(@D) && echo '# a compiler was looked for' >$@
endif

$(BUILD)/obj/%.o: %.c
	$(call say,CC,$<)
	$(folder)
	$(Q)$(CC) $(CFLAGS) $(LIB_CFLAGS) -c $< -o $@

# The callbacks are the library's public face, like the calls interpose.c marks.
$(addprefix $(BUILD)/obj/core/,$(kcov-callbacks) $(kcov-core-float)): LIB_CFLAGS += -fvisibility=default $(CALLBACK_CFLAGS)

# A sanitizer's runtime makes these calls before it can serve what it instruments.
$(BUILD)/obj/port/posix/calls/interpose.o $(BUILD)/obj/port/posix/os/glibc/early.o: LIB_CFLAGS += -fno-sanitize=all

# Some calls are passed on by a jump, so that libc sees the caller.
$(load-object): LIB_CFLAGS += -O2 -foptimize-sibling-calls -fno-sanitize=all

# One object, so that whoever needs a callback gets the device too, and no
# internal name can meet one of the program's. Without groups: what compilers
# for i386 put into them the linker would drop for the program's own.
joined := -r --force-group-allocation
$(BUILD)/lib/libkcov.o: $(lib-objects)
	$(folder)
	$(Q)$(LD) $(joined) $^ -o $@
	$(Q)$(OBJCOPY) --localize-hidden $@

$(BUILD)/lib/libkcov.a: $(BUILD)/lib/libkcov.o $(load-object)
	$(call say,AR,$@)
	$(Q)rm -f $@
	$(Q)$(AR) rcs $@ $^

# For programs with another runtime that has the same callbacks: that one wins.
$(BUILD)/lib/libkcov-weak.a: $(BUILD)/lib/libkcov.o $(load-object)
	$(call say,AR,$@)
	$(Q)$(OBJCOPY) --wildcard --weaken-symbol='__sanitizer_cov_trace_*' $< $(@:.a=.o)
	$(Q)rm -f $@
	$(Q)$(AR) rcs $@ $(@:.a=.o) $(load-object)

$(BUILD)/lib/libkcov.so.$(SOVERSION): $(lib-objects) $(load-object) port/posix/libkcov.map
	$(call say,LD,$@)
	$(folder)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -shared -Wl,-soname,$(@F) -Wl,-z,defs \
		-Wl,--version-script=port/posix/libkcov.map $(lib-objects) $(load-object) -o $@

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
-include tests/schedules/rules.mk
-include tests/spin/rules.mk
-include tool/rules.mk tests/tool/rules.mk
# What they ask of the tool is known by now.
-include tests/reached/rules.mk
-include tests/fuzz/rules.mk tests/fuzz-kernel/rules.mk tests/static/rules.mk tests/toolchains/rules.mk
-include tests/programs/rules.mk tests/planted/rules.mk
-include tests/rules.mk tests/replay/rules.mk tests/repeat/rules.mk examples/rules.mk examples/kernel/rules.mk tests/check.mk tests/kernel/rules.mk tests/anywhere/rules.mk tests/anywhere/big-endian.mk
-include bench/rules.mk

# Installs what is missing of a group of scripts/packages.
need-%:
	@scripts/need $*

# What is committed, and nothing else, under the name of the version.
dist-name = kcov-portable-$(KCOV_VERSION)
.PHONY: dist
dist: ## the sources of this version as an archive in build/
	$(Q)test -z "$$(git status --porcelain)" || { echo "dist: commit first: git status names what is not" >&2; exit 1; }
	$(Q)mkdir -p $(BUILD)
	$(Q)git archive --prefix=$(dist-name)/ -o $(BUILD)/$(dist-name).tar.gz HEAD
	$(call say,DIST,$(BUILD)/$(dist-name).tar.gz)

clean: ## remove what was built here (kernels stay in the cache)
	rm -rf $(BUILD)

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | sort | column -t -s '	'

-include $(lib-objects:.o=.d) $(load-object:.o=.d)
