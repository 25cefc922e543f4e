# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Every schedule of a few contexts. gcc tells us of each access that the core
# makes, as it would tell its race detector; the switches are x86-64's.

schedules-parts := $(patsubst tests/schedules/%.c,%,$(wildcard tests/schedules/*.c))
schedules-core := $(patsubst core/%.c,%,$(wildcard core/*.c))
schedules-headers := $(wildcard core/*.h tests/schedules/*.h tests/port_fake/*.h tests/unit/*.h)
schedules-tests := $(if $(filter x86_64,$(posix-machine)),$(if $(filter gcc,$(codegen-compilers)),\
	$(BUILD)/tests/schedules/every-schedule))
SCHEDULES_CFLAGS := -g -O2 $(filter-out -MMD -MP,$(KCOV_CFLAGS)) -fno-stack-protector -fcf-protection=none \
	-I. -Itests/port_fake -Iuapi

# The core's variables stand where ours do that are put back before a schedule.
$(BUILD)/schedules/core-%.o: core/%.c $(schedules-headers) tests/schedules/rules.mk
	$(folder)
	$(Q)gcc $(SCHEDULES_CFLAGS) -fsanitize=thread -c $< -o $@
	$(Q)$(OBJCOPY) --set-section-flags .bss=alloc,load,contents,data \
		--rename-section .bss=kcov_state --redefine-sym memcpy=schedule_copy $@

# So do those of the host's services, which nobody is told about.
$(BUILD)/schedules/fake.o: tests/port_fake/fake.c $(schedules-headers) tests/schedules/rules.mk
	$(folder)
	$(Q)gcc $(SCHEDULES_CFLAGS) -c $< -o $@
	$(Q)$(OBJCOPY) --set-section-flags .bss=alloc,load,contents,data --rename-section .bss=kcov_state $@

$(BUILD)/schedules/%.o: tests/schedules/%.c $(schedules-headers)
	$(folder)
	$(Q)gcc $(SCHEDULES_CFLAGS) -c $< -o $@

$(BUILD)/tests/schedules/every-schedule: $(addprefix $(BUILD)/schedules/,$(addsuffix .o,fake $(schedules-parts) $(schedules-core:%=core-%)))
	$(call say,LD,$@)
	$(folder)
	$(Q)gcc $^ -o $@

schedules-twins := $(if $(schedules-tests),$(BUILD)/tests/schedules/schedules-twins-are-found)
$(schedules-twins): tests/schedules/rules.mk
	$(call program,exec tests/planted/twins schedules build/tests/schedules/every-schedule 20000)

.PHONY: check-schedules
check-schedules: $(schedules-tests) $(schedules-twins) ## every schedule of two contexts, and of three with three preemptions
	$(Q)$(if $(schedules-tests),$(schedules-tests) 0)
	$(Q)KCOV_TEST_TIMEOUT=1800 tests/run $(schedules-twins)
