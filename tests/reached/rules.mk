# SPDX-License-Identifier: GPL-2.0-only OR MIT
# What of kcovctl and of the user-space port their tests reach that run on this
# machine; those of kcovctl fuzz boot guests. Counters are in one file that all
# processes map, as many of them are killed, and as there are more of them than
# process numbers.

reached := $(abspath $(BUILD))/reached
reached-port := $(reached)/port
reached-flags := -fprofile-instr-generate -fcoverage-mapping -mllvm -runtime-counter-relocation
# $1 a build: where its programs count.
reached-counters = LLVM_PROFILE_FILE=$1/counters/%m.profraw%c

.PHONY: coverage-tool coverage-port
coverage-tool: need-build need-tool need-tool-check need-coverage need-kernel need-fuzz ## lines and branches of tool/ that the tests of kcovctl reach
	$(Q)$(MAKE) --no-print-directory BUILD=$(reached) lib $(reached)/examples/doc-program
	$(Q)$(MAKE) --no-print-directory BUILD=$(reached) CC=clang-19 CFLAGS="-O0 -g $(reached-flags)" tool
	$(Q)rm -rf $(reached)/counters
	$(Q)KCOV_BUILD=$(reached) $(call reached-counters,$(reached)) tests/run tests/tool/merge-is-set-algebra >/dev/null
	$(Q)! tests/reached/check $(reached) tool $(reached)/kcovctl >/dev/null || { echo 'coverage-tool: a gap was not found' >&2; false; }
	$(Q)KCOV_BUILD=$(reached) $(call reached-counters,$(reached)) KCOV_TEST_DOSE=all KCOV_TEST_TIMEOUT=$${KCOV_TEST_TIMEOUT:-600} \
		tests/run --jobs $$(nproc) $(tool-scripts)
	$(Q)KCOV_BUILD=$(reached) $(call reached-counters,$(reached)) KCOV_TEST_TIMEOUT=900 \
		tests/run --jobs $$(nproc) $(wildcard tests/fuzz-kernel/*-*)
	$(Q)tests/reached/check $(reached) tool $(reached)/kcovctl

# The library brings what keeps its counters, as the programs of its tests are
# linked by whoever comes.
reached-runtime :=
$(BUILD)/lib/libkcov.o $(BUILD)/lib/libkcov_api.o: $(reached-runtime)
$(reached-port)/counting.o: tests/reached/counting.c
	$(folder)
	$(Q)clang-19 -g -O1 -fPIC -fvisibility=hidden -Wno-prio-ctor-dtor -c $< -o $@

reached-port-make = $(MAKE) --no-print-directory BUILD=$(reached-port)
reached-port-counted = CC=clang-19 CFLAGS="-O1 -g $(reached-flags)" LDFLAGS="-z muldefs $(reached-port)/counting.o" \
	LD="$(LD) -z muldefs -u __llvm_profile_runtime" \
	reached-runtime="$(reached-port)/counting.o $$(clang-19 -print-file-name=libclang_rt.profile-$(posix-machine).a)"
# The units have copies of the library's files; a line is reached in one of them.
reached-port-units = $(patsubst $(BUILD)/%,$(reached-port)/%,$(filter-out $(unit-32-tests),$(unit-tests)))
# But who looks at all stores of a callback, which counts as well.
reached-port-tests = $(patsubst $(BUILD)/%,$(reached-port)/%,$(conformance-tests:%=$(conformance-dir)/%) \
	$(filter-out $(watched),$(posix-programs)) $(tool-tests) $(install-tests))
reached-port-run = KCOV_BUILD=$(reached-port) $(call reached-counters,$(reached-port)) \
	KCOV_TEST_TIMEOUT=$${KCOV_TEST_TIMEOUT:-600} tests/run --jobs $$(nproc)
reached-port-check = tests/reached/check $(reached-port) port/posix $(reached-port)/lib/libkcov.so.$(SOVERSION) $(reached-port)/kcov-run

coverage-port: need-build need-check need-tool need-tool-check need-coverage ## lines and branches of port/posix/ that the tests reach
	$(Q)$(MAKE) --no-print-directory $(reached-port)/counting.o
	$(Q)$(reached-port-make) $(reached-port-counted) lib $(reached-port-units)
	$(Q)cp $(reached-port)/bin/kcov-run $(reached-port)/kcov-run # a test makes another
	$(Q)$(reached-port-make) $(reached-port-tests) tool $(reached-port)/examples/doc-program
	$(Q)rm -rf $(reached-port)/counters
	$(Q)$(reached-port-run) $(reached-port)/tests/conformance/same-call-gives-the-same-trace >/dev/null
	$(Q)! $(reached-port-check) >/dev/null || { echo 'coverage-port: a gap was not found' >&2; false; }
	$(Q)$(reached-port-run) $(reached-port-units) $(reached-port-tests)
	$(Q)$(reached-port-check)
