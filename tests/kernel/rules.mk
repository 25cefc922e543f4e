# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Programs that the tests in this folder run inside kernels; the rule that
# builds them is in tests/check.mk.
kernel-test-programs := $(patsubst tests/kernel/%.c,$(BUILD)/tests/kernel/%,\
	$(sort $(wildcard tests/kernel/*.c)))

check-kernel: $(kernel-test-programs)
-include $(kernel-test-programs:%=%.d)
