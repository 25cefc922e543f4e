# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Services of the host that fail: on the scripted host, with sanitizers.

faults-parts := every-failure scenarios state
faults-core := $(patsubst core/%.c,%,$(wildcard core/*.c))
faults-headers := $(wildcard core/*.h tests/faults/*.h tests/core/*.h tests/port_fake/*.h tests/unit/*.h)
faults-tests := $(BUILD)/tests/faults/every-failure
FAULTS_CFLAGS := -g -O1 $(filter-out -MMD -MP,$(KCOV_CFLAGS)) -fsanitize=address,undefined \
	-fno-common -I. -Itests/port_fake -Iuapi

# The core's variables stand in a section of their own, which is compared. What
# the sanitizer would put between them is no state.
$(BUILD)/faults/core-%.o: core/%.c $(faults-headers) tests/faults/rules.mk
	$(folder)
	$(Q)$(CC) $(FAULTS_CFLAGS) --param asan-globals=0 -c $< -o $@
	$(Q)$(OBJCOPY) --set-section-flags .bss=alloc,load,contents,data \
		--rename-section .bss=kcov_state $@

$(BUILD)/faults/host-%.o: tests/port_fake/%.c $(faults-headers)
	$(folder)
	$(Q)$(CC) $(FAULTS_CFLAGS) -c $< -o $@

$(BUILD)/faults/%.o: tests/faults/%.c $(faults-headers)
	$(folder)
	$(Q)$(CC) $(FAULTS_CFLAGS) -c $< -o $@

$(BUILD)/tests/faults/every-failure: $(addprefix $(BUILD)/faults/,$(addsuffix .o,host-fake host-alone $(faults-parts) $(faults-core:%=core-%)))
	$(call say,LD,$@)
	$(folder)
	$(Q)$(CC) -fsanitize=address,undefined $^ -o $@

# What runs in a kernel, for calls-fail-in-a-kernel (tests/kernel/check).
check-kernels-with-checkers: $(BUILD)/tests/faults/kernel-calls
$(BUILD)/tests/faults/kernel-calls: tests/faults/kernel-calls.c tests/conformance/sections.h tests/unit/tap.h tests/unit/figures.h
	$(call say,CC,$@)
	$(folder)
	$(Q)$(CC) $(CFLAGS) $(filter-out -MMD -MP,$(KCOV_CFLAGS)) -I. -Iuapi $< -o $@

faults-twins := $(BUILD)/tests/faults/faults-twins-are-found
$(faults-twins): tests/faults/rules.mk
	$(call program,exec tests/planted/twins faults build/tests/faults/every-failure)

.PHONY: check-faults
check-faults: $(faults-tests) $(faults-twins) ## every service of the host fails, one by one and in pairs
	$(Q)KCOV_TEST_TIMEOUT=1800 tests/run $(faults-tests) $(faults-twins)
