# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Kernels whose pauses do not what they should: each must be found. A minute a
# kernel; the dose of every day is in tests/kernel/check.

.PHONY: check-stability
check-stability: need-build need-kernel conformance ## faults planted into the pause of kernels, a kernel each
	$(Q)printf '#!/bin/sh\nexec tests/twins --built $(BUILD) tests/stability/twins\n' >$(BUILD)/tests/pauses-that-fail-are-found
	$(Q)chmod +x $(BUILD)/tests/pauses-that-fail-are-found
	$(Q)KCOV_TEST_TIMEOUT=3600 tests/run $(BUILD)/tests/pauses-that-fail-are-found
