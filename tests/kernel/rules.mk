# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Programs that the tests in this folder run inside kernels; the rule that
# builds them is in tests/check.mk.
kernel-test-programs := $(patsubst tests/kernel/%.c,$(BUILD)/tests/kernel/%,\
	$(sort $(wildcard tests/kernel/*.c)))

check-kernel check-kernels-with-checkers: $(kernel-test-programs)
-include $(kernel-test-programs:%=%.d)

# A 32-bit client; static, so that it needs no libraries there.
check-kernel check-kernels-with-checkers: $(BUILD)/tests/kernel/client32
$(BUILD)/tests/kernel/client32: | need-check
$(BUILD)/tests/kernel/client32: tests/kernel/full/client32.c tests/conformance/sections.h tests/unit/tap.h
	$(folder)
	$(Q)$(CC) -m32 -static -idirafter /usr/include/$(multiarch) $(CFLAGS) $(filter-out -MMD -MP,$(KCOV_CFLAGS)) -I. -Iuapi $< -o $@
