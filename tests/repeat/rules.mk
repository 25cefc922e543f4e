# SPDX-License-Identifier: GPL-2.0-only OR MIT
# A flaky test is a fault: the conformance programs, again and again.

.PHONY: check-repeat
check-repeat: need-build need-check conformance ## each conformance program RUNS times (1000), slow ones as often as fits into PER_PROGRAM (10 s)
	$(Q)tests/repeat/every-program $(or $(RUNS),1000) $(or $(PER_PROGRAM),10) $(conformance-dir)
