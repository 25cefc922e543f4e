# SPDX-License-Identifier: GPL-2.0-only OR MIT
# What of kcovctl its tests reach that run on this machine; those of kcovctl fuzz
# boot guests. Counters are in one file that all processes map, as many of them are
# killed, and as there are more of them than process numbers.

reached := $(abspath $(BUILD))/reached
reached-flags := -fprofile-instr-generate -fcoverage-mapping -mllvm -runtime-counter-relocation
reached-counters := LLVM_PROFILE_FILE=$(reached)/counters/%m.profraw%c

.PHONY: coverage-tool
coverage-tool: need-build need-tool need-tool-check need-coverage need-kernel need-fuzz ## lines and branches of tool/ that the tests of kcovctl reach
	$(Q)$(MAKE) --no-print-directory BUILD=$(reached) lib $(reached)/examples/doc-program
	$(Q)$(MAKE) --no-print-directory BUILD=$(reached) CC=clang-19 CFLAGS="-O0 -g $(reached-flags)" tool
	$(Q)rm -rf $(reached)/counters
	$(Q)KCOV_BUILD=$(reached) $(reached-counters) tests/run tests/tool/merge-is-set-algebra >/dev/null
	$(Q)! tests/reached/check $(reached) >/dev/null || { echo 'coverage-tool: a gap was not found' >&2; false; }
	$(Q)KCOV_BUILD=$(reached) $(reached-counters) KCOV_TEST_DOSE=all KCOV_TEST_TIMEOUT=$${KCOV_TEST_TIMEOUT:-600} \
		tests/run --jobs $$(nproc) $(tool-scripts)
	$(Q)KCOV_BUILD=$(reached) $(reached-counters) KCOV_TEST_TIMEOUT=900 \
		tests/run --jobs $$(nproc) $(wildcard tests/fuzz-kernel/*-*)
	$(Q)tests/reached/check $(reached)
