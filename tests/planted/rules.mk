# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Faults of meaning in tool/ and port/posix, each found by the test that its row
# names. Some of them as a small dose.

planted-tests := $(BUILD)/tests/planted/some-are-found
$(planted-tests): tests/planted/rules.mk lib tool
	$(call program,exec tests/planted/find --every 75 $(BUILD))

.PHONY: check-planted
check-planted: need-build need-check need-tool need-tool-check lib tool conformance ## faults of meaning planted into tool/ and port/posix: all are found
	$(Q)KCOV_TEST_TIMEOUT=3600 tests/planted/find $(BUILD)
