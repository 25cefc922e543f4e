# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The test commands. COUNT=FILE leaves "passed failed skipped" there.

# The second compiler, where there is one, and what it builds: another link of
# the same suite at the same price.
SECOND_CC := $(firstword $(foreach c,clang-19 clang-14 clang,$(shell command -v $c)))
second := $(MAKE) --no-print-directory BUILD=$(BUILD)/second CC=$(SECOND_CC) \
	CFLAGS="-O2 -g -fPIE" LDFLAGS=-static-pie

include tests/posix/rules.mk tests/install/rules.mk

# Engines: a folder each, its small dose here.
engine-tests := $(unit-tests) $(core-tests) $(core-dirty-tests) $(model-tests)
engine-tests += $(interrupts-tests)
engine-tests += $(faults-tests)
engine-tests += $(schedules-tests)
engine-tests += $(spin-tests)
engine-tests += $(fuzz-corpora)
engine-tests += $(mutation-tests)

checks := $(engine-tests) \
	tests/layers/check-layers tests/layers/selftest tests/layers/scenarios tests/layers/missed-goals-are-told \
	tests/codegen/selftest.sh tests/codegen/orders tests/codegen/readers-acquire tests/repeat/selftest \
	tests/examples/demo-is-the-documentation \
	tests/examples/pool-clients-get-their-own \
	tests/examples/prefork-clients-get-their-own \
	$(BUILD)/tests/codegen-all $(tool-tests) $(install-tests) $(conformance-programs)

.PHONY: check check-now check-kernel check-layers
# In a make of its own, which sees the compilers that were just installed; it
# builds on all processors unless its caller chose a number.
check: need-build need-check need-tool need-tool-check ## every test in user space, in small doses
	$(Q)$(MAKE) --no-print-directory $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$$(nproc)) check-now

check-now: test-programs $(posix-programs)
	+$(Q)$(if $(SECOND_CC),$(second) conformance)
	$(Q)KCOV_TEST_TIMEOUT=$${KCOV_TEST_TIMEOUT:-300} tests/run --jobs $$(nproc) $(if $(COUNT),--count $(COUNT)) $(checks) \
		$(if $(SECOND_CC),$(BUILD)/second/tests/conformance) \
		$(posix-checks)

# Everything that `check` runs, built but not run.
.PHONY: test-programs
test-programs: lib $(engine-tests) conformance \
	$(codegen-objects) $(BUILD)/tests/codegen-all $(BUILD)/examples/doc-program $(BUILD)/examples/pool-clients \
	$(BUILD)/examples/prefork-clients $(tool-check-programs)

# One program for the runner out of a script and its objects.
$(BUILD)/tests/codegen-all: tests/check.mk
	$(Q)mkdir -p $(@D)
	$(Q)printf '#!/bin/sh\nexec tests/codegen/hotpath.sh %s\n' '$(codegen-objects)' >$@
	$(Q)chmod +x $@

check-layers: ## include arrows, sizes, licences, ordering comments
	$(Q)tests/layers/check-layers

check-kernel: need-build need-kernel need-tool need-tool-check test-programs ## the suite in our kernel and in the stock kernel
	$(Q)tests/kernel/check $(if $(COUNT),--count $(COUNT)) $(BUILD)

$(BUILD)/tests/kernel/%: tests/kernel/%.c
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(KCOV_CFLAGS) -Iuapi $< -o $@

check-kernel: $(addprefix $(BUILD)/tests/seeds/kcov-doc-,first-program second-program third-program)

# The programs for kernels of another instruction set: static, as the root they
# run on has no libraries for them.
.PHONY: conformance-arm64
conformance-arm64: need-cross
	$(Q)$(MAKE) --no-print-directory BUILD=$(BUILD)/arm64 CC=aarch64-linux-gnu-gcc \
		LD=aarch64-linux-gnu-ld OBJCOPY=aarch64-linux-gnu-objcopy LDFLAGS=-static conformance

# The full dose: `check` first, which builds what the others share, then these
# side by side, the longest first.
full-dose := check-kernels-with-checkers check-stress check-kernel check-matrix check-interrupts fuzz \
	replay check-repeat check-dying-owners check-memory check-hosts mutation proof check-schedules \
	check-programs-at-length models bench-stability check-static coverage check-faults
check-all: export KILLS := 100000
check-all: export CLIENTS := 1000
# Seconds for each slow program of check-repeat.
check-all: export PER_PROGRAM := 1
# What the engines measured, a file each, for the table at the end.
export KCOV_FIGURES = $(BUILD)/figures

.PHONY: check-all figures-doc forget-figures check-programs-at-length check-dying-owners check-kernels-with-checkers
forget-figures:
	$(Q)rm -rf $(KCOV_FIGURES)

check-all: forget-figures $(addprefix need-,build check tool tool-check browser kernel qemu cross proof static programs) ## all of it in full; its time is a figure
	$(Q)$(MAKE) --no-print-directory check
	$(Q)$(BUILD)/tests/model/random-sequences 10000000
	+$(Q)tests/full-dose $(BUILD) $(full-dose); status=$$?; \
		scripts/figures $(KCOV_FIGURES) $(BUILD)/reliability.txt doc/reliability.md && exit $$status

figures-doc: ## the last full dose's figures into the README
	$(Q)scripts/quote-figures $(BUILD)/reliability.txt README.md

check-programs-at-length: ## check-programs, each trace a thousand times
	$(Q)KCOV_TEST_RUNS=1000 KCOV_TEST_ROUNDS=50000 KCOV_TEST_TIMEOUT=7200 \
		$(MAKE) --no-print-directory check-programs

check-dying-owners: ## owners of remote sessions killed 2,000 times, in our kernel
	$(Q)KCOV_TEST_CYCLES=2000 KCOV_TEST_TIMEOUT=1800 tests/run tests/kernel/remote-owners-die

check-kernels-with-checkers: conformance-arm64 conformance ## the suite with lockdep, KASAN, KCSAN, PREEMPT_RT, on arm64
	$(Q)tests/kernel/check --full $(BUILD)
