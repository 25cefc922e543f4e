# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Tests of the pure parts, in both word sizes where the compiler has both.

unit-names := $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/*.c))
# -m32 looks for <asm/...> only where gcc-multilib would have put it.
width-64 := -m64
width-32 := -m32 -idirafter /usr/include/x86_64-linux-gnu
# With its own start of a program, which gcc-multilib brings.
unit-widths := 64 $(if $(findstring /32/,$(shell $(CC) $(width-32) -print-file-name=crtbegin.o 2>/dev/null)),32)
unit-tests := $(foreach w,$(unit-widths),$(addprefix $(BUILD)/tests/unit/m$w/,$(unit-names)))
unit-32-tests := $(filter $(BUILD)/tests/unit/m32/%,$(unit-tests))
unit-core := $(wildcard core/*.c client/*.c port/selftest/*.c) $(filter-out port/posix/calls/interpose.c port/posix/calls/adopt.c,$(posix-sources))
# Of one width alone.
unit-not-32 := port/posix/os/glibc/early.c

# $1 width. What the tests have in common is compiled once.
define unit-rule
unit-objects-$1 := $(patsubst %.c,$(BUILD)/unit/m$1/%.o,$(filter-out $(unit-not-$1),$(unit-core)))
.SECONDARY: $(unit-names:%=$(BUILD)/unit/m$1/tests/unit/%.o) $(unit-core:%.c=$(BUILD)/unit/m$1/%.o)
$(BUILD)/unit/m$1/%.o: %.c
	$$(folder)
	$$(Q)$$(CC) $$(CFLAGS) $$(KCOV_CFLAGS) -D_GNU_SOURCE $(width-$1) \
		-I. -Iport/posix -Iport/posix/include -Iclient/include -Iuapi -c $$< -o $$@
$(BUILD)/tests/unit/m$1/%: $(BUILD)/unit/m$1/tests/unit/%.o $$(unit-objects-$1)
	$$(call say,LD,$$@)
	$$(folder)
	$$(Q)$$(CC) $$(CFLAGS) $(width-$1) $$^ -o $$@
-include $$(wildcard $(BUILD)/unit/m$1/*/*.d $(BUILD)/unit/m$1/*/*/*.d $(BUILD)/unit/m$1/*/*/*/*.d)
endef
$(foreach w,$(unit-widths),$(eval $(call unit-rule,$w)))
