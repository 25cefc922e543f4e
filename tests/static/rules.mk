# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Analysers, and every compiler with every sanitizer; both in the full dose.

.PHONY: check-static check-matrix
# calls.c includes a header that the build makes.
check-static: need-build need-check need-tool need-static $(tool-dir)/syscalls.h ## sparse, cppcheck, gcc's and clang's analysers: no finding
	$(Q)tests/static/check $(BUILD)

check-matrix: need-build need-check need-static $(core-twins) ## three compilers, three levels, two widths, four sanitizers
	$(Q)KCOV_TEST_TIMEOUT=1800 tests/run $(core-twins)
	$(Q)tests/matrix/check $(BUILD) $(or $(STEPS),100000)
