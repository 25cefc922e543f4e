# SPDX-License-Identifier: GPL-2.0-only OR MIT
#
# The programs that are compared, each a workload compiled in one way and
# linked with one runtime: $(BUILD)/bench/programs/WORKLOAD/COMPILER-BUILD/RUNTIME.
# bench/run asks for those it needs: make -f bench/programs.mk PROGRAM...

BUILD ?= build
P := $(BUILD)/bench/programs
S := $(BUILD)/bench/support

include bench/builds.mk

# A stem is WORKLOAD/COMPILER-BUILD; the name of a build has no dash.
workload = $(firstword $(subst /, ,$1))
variant = $(lastword $(subst /, ,$1))
build = $(lastword $(subst -, ,$(call variant,$1)))
compiler = $(patsubst %-$(call build,$1),%,$(call variant,$1))
# AFL++ of Debian 12 is a clang 14
cc = $(if $(filter afl cmplog,$(call build,$1)),AFL_QUIET=1 $(if $(filter cmplog,$(call build,$1)),AFL_LLVM_CMPLOG=1) afl-clang-fast,$(call compiler,$1))

-include bench/work/sources.mk
sources = bench/work/$(firstword $(subst -, ,$(call workload,$1))).c $(sources-$(call workload,$1))
work-flags = $(flags-$(firstword $(subst -, ,$(call workload,$1))))
libraries = $(libraries-$(call workload,$1))

# The library by the same compiler as the program.
lib-gcc := $(BUILD)/lib
lib-clang-19 := $(BUILD)/second/lib
lib = $(lib-$(call compiler,$*))

runtime-flags := -fno-stack-protector -fomit-frame-pointer -fcf-protection=none

.SECONDEXPANSION:
.SECONDARY:
.DELETE_ON_ERROR:

# blocks-N: a directory of generated files
$(BUILD)/bench/blocks/%/stamp: bench/blocks.py
	@bench/blocks.py $* $(@D)
	@touch $@

blocks = $(patsubst blocks-%,$(BUILD)/bench/blocks/%/stamp,$(filter blocks-%,$(call workload,$1)))

# What never runs need not be optimised, only compiled in reasonable time.
$(P)/%/objects: $$(call sources,$$*) $$(call blocks,$$*) bench/workload.h bench/builds.mk
	@echo '  BENCH    $*'
	@rm -rf $@ $@.new && mkdir -p $@.new
	@printf '%s\n' $(call sources,$*) $(if $(call blocks,$*),$(dir $(call blocks,$*))*.c) | \
		xargs -P 2 -I{} sh -c 'case {} in */filler-*) o=-O0;; *) o=;; esac; \
		$(call cc,$*) $(base-flags) $(flags-$(call build,$*)) $(call work-flags,$*) $$o \
			-c {} -o $@.new/$$(basename {} .c).o'
	@mv $@.new $@

$(S)/%/driver.o: bench/driver.c bench/runtime.h bench/workload.h
	@mkdir -p $(@D)
	@$* $(base-flags) -Wall -Wextra -c $< -o $@

# The object of a runtime, and what else it is linked with. Every program gets
# none.o too: hooks that do nothing, where a runtime has none of its own.
runtimes := none floor upstream-like two-words kcov kcov-module kcov-shared gcov counters libfuzzer afl
object-of = $(or $(object-$1),$1)
object-libfuzzer := none
object-kcov-module := kcov
object-kcov-shared := kcov
# in the archive, as an instrumented module has it (pkg-config), behind the PLT
link-kcov = $(lib)/libkcov.a
link-kcov-module = $(lib)/libkcov_callbacks.a $(link-kcov-shared)
link-kcov-shared = $(shared) -Wl,-rpath,$(abspath $(dir $(shared)))
shared = $(S)/$(call compiler,$*)/libkcov.so.0
# valgrind cannot read every compiler's debug information
$(S)/%/libkcov.so.0: $$(lib-$$*)/libkcov.so.0
	@mkdir -p $(@D)
	@strip -g $< -o $@
link-libfuzzer = $(shell clang-19 -print-resource-dir)/lib/linux/libclang_rt.fuzzer_no_main-x86_64.a -lstdc++ -lm

$(foreach r,$(sort $(foreach r,$(runtimes),$(call object-of,$r))),$(eval $(S)/%/$r.o: bench/runtime/$r.c bench/runtime.h bench/runtime/area.h ; \
	@mkdir -p $$(@D) && $$* $$(base-flags) -Iuapi $(runtime-flags) -c $$< -o $$@))

# $1 is the runtime
define program-rule
$(P)/%/$1: $(P)/%/objects $(foreach o,driver $(sort none $(call object-of,$1)),$(S)/$$$$(call compiler,$$$$*)/$o.o) \
		$(if $(filter kcov%,$1),$$$$(lib-$$$$(call compiler,$$$$*))/libkcov.a $(S)/$$$$(call compiler,$$$$*)/libkcov.so.0)
	@$$(call cc,$$*) $$(flags-$$(call build,$$*)) -pthread -Wl,--strip-debug $(P)/$$*/objects/*.o $$(filter %.o,$$^) \
		$$(link-$1) $$(call libraries,$$*) -o $$@
endef
$(foreach r,$(runtimes),$(eval $(call program-rule,$r)))
