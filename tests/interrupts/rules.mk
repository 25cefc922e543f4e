# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The core on the scripted host, interrupted at every instruction; compiled as
# the library is, by each compiler, for speed and size. The processor's trap
# flag is needed, so there are no such tests elsewhere.

interrupts-compilers := $(if $(filter x86_64,$(posix-machine)),$(filter-out clang-14,$(codegen-compilers)))
interrupts-kinds := $(foreach c,$(interrupts-compilers),$(foreach o,O2 Os,$c-$o))
interrupts-programs := $(interrupts-kinds:%=$(BUILD)/tests/interrupts/every-instruction-%)
interrupts-parts := $(patsubst tests/interrupts/%.c,%,$(wildcard tests/interrupts/*.c))
interrupts-core := $(patsubst core/%.o,%,$(addprefix core/,$(kcov-core) $(kcov-core-proxy) $(kcov-core-cmp)))
interrupts-headers := $(wildcard core/*.h tests/interrupts/*.h tests/core/*.h tests/port_fake/*.h tests/unit/*.h)
INTERRUPTS_CFLAGS := $(filter-out -MMD -MP -fPIC -Iport/posix%,$(LIB_CFLAGS)) -Itests/port_fake -mno-red-zone

# $1 compiler, $2 optimisation. The core's code goes into a section of its own,
# by which the tests know it, and copies with a function there.
define interrupts-rule
$(BUILD)/interrupts/$1-$2/core-%.o: core/%.c $(interrupts-headers) tests/interrupts/rules.mk
	$$(folder)
	$$(Q)$1 $(INTERRUPTS_CFLAGS) $(CALLBACK_CFLAGS) -$2 -c $$< -o $$@
	$$(Q)$(OBJCOPY) --rename-section .text=kcov_core --redefine-sym memcpy=step_copy $$@
$(BUILD)/interrupts/$1-$2/host-%.o: tests/port_fake/%.c $(interrupts-headers)
	$$(folder)
	$$(Q)$1 -O1 $(INTERRUPTS_CFLAGS) -c $$< -o $$@
$(BUILD)/interrupts/$1-$2/%.o: tests/interrupts/%.c $(interrupts-headers)
	$$(folder)
	$$(Q)$1 -O1 $(INTERRUPTS_CFLAGS) -c $$< -o $$@
$(BUILD)/tests/interrupts/every-instruction-$1-$2: $$(addprefix $(BUILD)/interrupts/$1-$2/,\
		$(addsuffix .o,host-fake host-alone $(interrupts-parts) $(interrupts-core:%=core-%)))
	$$(call say,LD,$$@)
	$$(folder)
	$$(Q)$1 -Wl,--wrap=calloc,--wrap=free $$^ -o $$@
endef
$(foreach k,$(interrupts-kinds),$(eval $(call interrupts-rule,$(word 1,$(subst -O, ,$k)),O$(lastword $(subst -O, ,$k)))))

# In check-builds what the first compiler makes; the rest is the full dose.
interrupts-tests := $(firstword $(interrupts-programs))
interrupts-twins := $(if $(interrupts-tests),$(BUILD)/tests/interrupts/interrupts-twins-are-found)
$(interrupts-twins): tests/interrupts/rules.mk
	$(call program,exec tests/planted/twins interrupts build/$(interrupts-tests:$(BUILD)/%=%) 1000 5)

.PHONY: check-interrupts
check-interrupts: $(interrupts-programs) $(interrupts-twins) ## interrupts at every instruction, and in interrupts
	$(Q)for p in $(filter %-gcc-O2,$(interrupts-programs)); do $$p 9 1 || exit; done
	$(Q)for p in $(filter-out %-gcc-O2,$(filter %-O2,$(interrupts-programs))); do $$p 100 1 || exit; done
	$(Q)for p in $(filter %-Os,$(interrupts-programs)); do $$p 100 5 || exit; done
	$(Q)KCOV_TEST_TIMEOUT=1800 tests/run $(interrupts-twins)
