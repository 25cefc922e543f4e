# SPDX-License-Identifier: GPL-2.0-only OR MIT
# kcovctl fuzz in booted kernels, with AFL++, on planted faults.

fuzz-kernel-tests := $(sort $(shell find tests/fuzz-kernel -maxdepth 1 -type f -perm -u+x))

.PHONY: check-fuzz-kernel
check-fuzz-kernel: tool need-fuzz ## kcovctl fuzz finds what is planted in a kernel
	$(Q)KCOV_TEST_TIMEOUT=$${KCOV_TEST_TIMEOUT:-900} tests/run $(if $(COUNT),--count $(COUNT)) $(fuzz-kernel-tests)
