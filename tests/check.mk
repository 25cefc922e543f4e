# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The test commands. COUNT=FILE leaves "passed failed skipped" there.

# The second compiler, where there is one, and what it makes: what collects and
# what is traced, in another link. The tests are those of the first.
SECOND_CC := $(firstword $(foreach c,clang-19 clang-14 clang,$(call in-path,$c)))
second := $(MAKE) --no-print-directory BUILD=$(BUILD)/second CC=$(SECOND_CC) \
	CFLAGS="-O2 -g -fPIE" LDFLAGS=-static-pie suite-tests=$(conformance-obj) set=second

include tests/posix/rules.mk tests/install/rules.mk tests/machine/rules.mk tests/package/rules.mk tests/pages/rules.mk tests/bare/rules.mk

# Engines: a folder each, its small dose here.
engine-tests := $(filter-out $(unit-32-tests),$(unit-tests)) $(core-tests) $(model-tests) $(faults-tests) $(schedules-tests)
engine-tests += tests/planted/every-fault-can-be-planted
# The same of code compiled once more, and what goes round many times: these cost
# as much again, so `make check` leaves them to check-builds.
apart := $(suite-once:%=$(conformance-dir)/%) $(unit-32-tests) $(core-dirty-tests) $(interrupts-tests) $(fuzz-corpora) \
	$(toolchains-tests) $(install-tests) $(tool-rest) $(bare-builds)

# Of the code, as it is.
checks := tests/layers/scenarios tests/layers/clauses tests/layers/missed-goals-are-told tests/layers/check-layers \
	tests/codegen/orders tests/codegen/readers-acquire \
	$(engine-tests) $(filter-out $(apart),$(suite-programs)) \
	tests/examples/demo-is-the-documentation \
	tests/examples/pool-clients-get-their-own \
	tests/examples/prefork-clients-get-their-own \
	$(BUILD)/tests/codegen-all $(tool-tests) $(posix-checks)
# Of the code in other builds.
builds := $(apart) $(posix-builds) $(if $(SECOND_CC),$(musl-suite:$(BUILD)/musl/%=$(BUILD)/second/%))
# Of what checks it: planted faults, models, and the selftests of checkers. The
# longest first, so that none of them is left alone at the end.
engines := $(planted-tests) $(mutation-tests) $(bare-engines) tests/layers/arrows-are-the-compilers $(spin-tests) \
	tests/runner/selftest $(machine-tests) tests/layers/selftest tests/codegen/selftest tests/repeat/selftest

# What scripts use, before they are run.
$(addprefix ready/,$(tool-tests) $(tool-rest) $(install-tests)): lib $(tool-check-programs)
ready/tests/examples/demo-is-the-documentation: $(BUILD)/examples/doc-program
ready/tests/examples/pool-clients-get-their-own: $(BUILD)/examples/pool-clients
ready/tests/examples/prefork-clients-get-their-own: $(BUILD)/examples/prefork-clients

.PHONY: check check-now ready-early ready-check check-builds builds-now ready-builds check-engines engines-now ready-engines \
	check-builds-and-engines builds-and-engines-now check-kernel check-layers
# In a make of its own, which sees the compilers that were just installed; it
# builds on all processors unless its caller chose a number.
own-make := $(MAKE) --no-print-directory $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$$(nproc))
check: need-build need-check need-tool need-tool-check ## every test of the code in user space, in small doses
	$(Q)$(own-make) check-now

check-builds: need-build need-check need-tool need-tool-check ## the code in other builds: libc, compiler, sanitizers, 32 bits, installed; corpora; what goes round
	$(Q)$(own-make) builds-now

check-engines: need-build need-check need-tool need-tool-check ## what checks the checks: planted faults, models, selftests
	$(Q)$(own-make) engines-now

# The long engines run while the builds are made, and the other way round.
check-builds-and-engines: need-build need-check need-tool need-tool-check ## both at once, which takes less time
	$(Q)$(own-make) builds-and-engines-now

# The runner starts the build and runs what is ready: results from the beginning.
# First the machine is looked at.
# $1 targets that make ready, each in a make of its own, one after the other, $2 programs.
define run-while-building
+$(Q)KCOV_TEST_MACHINE=$(machine-table) KCOV_TEST_TIMEOUT=$${KCOV_TEST_TIMEOUT:-300} tests/run --jobs $$(($$(nproc) + 1)) \
	$(if $(COUNT),--count $(COUNT)) --build 'for t in $1; do $(MAKE) --no-print-directory $$t || exit; done' $2
endef
# Scripts and small programs come first, as make starts all compilers that it can
# before it links.
check-now:
	$(call run-while-building,ready-early ready-check,$(checks))
# Of what goes round to find what is left behind, hundreds: a page lost in each is
# found. The full dose has ten thousand.
builds-now builds-and-engines-now: export KCOV_TEST_CYCLES ?= 200
builds-now:
	$(call run-while-building,machine ready-builds,$(builds))
engines-now:
	$(call run-while-building,machine ready-engines,$(engines))
builds-and-engines-now:
	$(call run-while-building,machine ready-engines ready-builds,$(engines) $(builds))

ready-here := $(filter-out $(BUILD)/second/% $(suite-programs) $(musl-suite),$(checks) $(builds) $(engines))
.PHONY: $(ready-here:%=ready/%) ready-second
$(ready-here:%=ready/%): ready/%: %
	$(ready)
early := $(filter tests/layers/% tests/codegen/%,$(checks)) $(filter $(unit-tests) $(core-tests) $(model-tests),$(checks))
$(early:%=ready/%): | machine
ready-early: $(early:%=ready/%)
	@:
ready-check: $(filter $(patsubst %,ready/%,$(filter-out $(early),$(checks))),$(ready-here:%=ready/%) $(suite-programs:%=ready/%))
	@:
ready-engines: $(filter $(engines:%=ready/%),$(ready-here:%=ready/%))
	@:
ready-builds: $(filter $(builds:%=ready/%),$(ready-here:%=ready/%)) $(suite-once:%=ready/$(conformance-dir)/%) ready-musl $(if $(SECOND_CC),ready-second)
	@:
ready-second: $(suite-objects)
	+$(Q)$(second) ready-suite

# One program for the runner out of a script and its objects.
$(BUILD)/tests/codegen-all: tests/check.mk $(codegen-objects)
	$(call program,exec tests/codegen/hotpath $(codegen-objects))

check-layers: ## include arrows, sizes, licences, ordering comments
	$(Q)tests/layers/check-layers

check-kernel: need-build need-kernel need-tool need-tool-check need-fuzz tool lib suite-of-guests ## the suite in our kernel and in the stock kernel
	$(Q)tests/kernel/check $(if $(COUNT),--count $(COUNT)) $(BUILD)

$(BUILD)/tests/kernel/%: tests/kernel/%.c
	$(folder)
	$(Q)$(CC) $(CFLAGS) $(KCOV_CFLAGS) -Iuapi $< -o $@

check-kernel check-kernels-with-checkers: $(addprefix $(BUILD)/tests/seeds/kcov-doc-,first-program second-program third-program)

# The programs for kernels of another instruction set: static, as the root they
# run on has no libraries for them.
.PHONY: conformance-arm64
conformance-arm64: need-cross
	$(Q)$(MAKE) --no-print-directory BUILD=$(BUILD)/arm64 CC=aarch64-linux-gnu-gcc \
		LD=aarch64-linux-gnu-ld OBJCOPY=aarch64-linux-gnu-objcopy LDFLAGS=-static suite-of-guests

# The full dose: `check` first, which builds what the others share, then these
# side by side, the longest first.
full-dose := check-builds check-kernels-with-checkers check-stress check-kernel check-matrix check-interrupts fuzz \
	replay check-repeat check-dying-owners check-memory check-hosts mutation proof check-schedules \
	check-programs-at-length check-package check-pages check-toolchains check-tool-sanitized coverage-tool coverage-port models check-big-endian check-u-boot check-bare check-wrong-hooks \
	bench-stability check-static coverage check-planted check-faults
check-all: export KILLS := 100000
check-all: export CLIENTS := 1000
# Seconds for each slow program of check-repeat.
check-all: export PER_PROGRAM := 1
# What the engines measured, a file each, for the table at the end.
export KCOV_FIGURES = $(BUILD)/figures

.PHONY: check-all figures-doc forget-figures check-programs-at-length check-u-boot check-dying-owners check-kernels-with-checkers
forget-figures:
	$(Q)rm -rf $(KCOV_FIGURES)

check-all: forget-figures $(addprefix need-,build check tool tool-check package toolchains browser kernel fuzz pages qemu bare big-endian cross proof static programs) ## all of it in full; its time is a figure
	$(Q)$(MAKE) --no-print-directory check
	$(Q)$(BUILD)/tests/model/random-sequences 10000000
	+$(Q)tests/full-dose $(BUILD) $(full-dose); status=$$?; \
		scripts/figures $(KCOV_FIGURES) $(BUILD)/reliability.txt doc/reliability.md && exit $$status

figures-doc: ## the last full run's figures into doc/reliability.md
	$(Q)scripts/quote-figures $(BUILD)/reliability.txt doc/reliability.md

check-programs-at-length: ## check-programs, each trace a thousand times
	$(Q)KCOV_TEST_RUNS=1000 KCOV_TEST_ROUNDS=50000 KCOV_TEST_TIMEOUT=7200 \
		$(MAKE) --no-print-directory check-programs

check-u-boot: need-build need-tool need-tool-check tool ## U-Boot of Debian's sources with kcov in it: one boot, one command
	$(Q)KCOV_TEST_TIMEOUT=1800 tests/run tests/examples/u-boot-says-what-ran

check-dying-owners: ## owners of remote sessions killed 2,000 times, in our kernel
	$(Q)KCOV_TEST_CYCLES=2000 KCOV_TEST_TIMEOUT=1800 tests/run tests/kernel/remote-owners-die

check-kernels-with-checkers: conformance-arm64 tool lib suite-of-guests ## the suite with lockdep, KASAN, KCSAN, PREEMPT_RT, on arm64
	$(Q)tests/kernel/check --full $(BUILD)
