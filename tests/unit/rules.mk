# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Tests of the pure parts, in both word sizes where the compiler has both.

unit-names := $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/*.c))
unit-widths := 64 $(if $(shell echo 'int main(void){return 0;}' | \
	$(CC) -m32 -x c - -o /dev/null 2>/dev/null && echo yes),32)
unit-tests := $(foreach w,$(unit-widths),$(addprefix $(BUILD)/tests/unit/m$w/,$(unit-names)))
unit-core := core/idle.c core/callbacks.c core/callbacks_cmp.c port/posix/thread.c \
	port/posix/area.c port/posix/file.c port/posix/owner.c port/posix/session.c \
	core/device.c core/ioctl.c

define unit-rule
$(BUILD)/tests/unit/m$1/%: tests/unit/%.c tests/unit/tap.h $(unit-core) $(wildcard core/*.h port/posix/*.h)
	$$(call say,CC,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)$$(CC) $$(CFLAGS) $$(KCOV_CFLAGS) -D_GNU_SOURCE -m$1 -I. -Iport/posix -Iuapi \
		$$< $$(unit-core) -o $$@
endef
$(foreach w,$(unit-widths),$(eval $(call unit-rule,$w)))
