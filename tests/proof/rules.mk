# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The machine proof (doc/reliability.md) over the objects of the library itself,
# and over the same files by every compiler, for speed and size, 64 and 32 bit.

proof-parts := callbacks callbacks_cmp append device refused feedback
# What takes a minute, of the library alone.
proof-at-length := $(BUILD)/proof/library/delivery.o
proof-folders := $(foreach c,$(codegen-compilers),$(foreach o,O2 Os,$(foreach w,$(unit-widths),$c-$o-m$w)))
proof-objects := $(foreach f,library $(proof-folders),$(patsubst %,$(BUILD)/proof/$f/%.o,$(proof-parts) probe)) \
	$(proof-at-length)
PROOF_CFLAGS := $(filter-out -fPIC -MMD -MP,$(LIB_CFLAGS) $(CALLBACK_CFLAGS))
proof-headers := $(wildcard core/*.h uapi/linux/*.h) $(posix-headers) Makefile

define proof-rule
$(BUILD)/proof/$1-$2-m$3/%.o: core/%.c $(proof-headers)
	$$(folder)
	$$(Q)$1 -$2 $(width-$3) $(PROOF_CFLAGS) $(if $(filter 32,$3),-fno-pic,-fPIC) -c $$< -o $$@
$(BUILD)/proof/$1-$2-m$3/probe.o: tests/proof/probe.c $(proof-headers)
	$$(folder)
	$$(Q)$1 -$2 $(width-$3) $(PROOF_CFLAGS) $(if $(filter 32,$3),-fno-pic,-fPIC) -c $$< -o $$@
endef
$(foreach c,$(codegen-compilers),$(foreach o,O2 Os,$(foreach w,$(unit-widths),$(eval $(call proof-rule,$c,$o,$w)))))

$(BUILD)/proof/library/%.o: $(BUILD)/obj/core/%.o
	$(folder)
	$(Q)cp $< $@

$(BUILD)/proof/library/probe.o: tests/proof/probe.c $(proof-headers)
	$(folder)
	$(Q)$(CC) $(CFLAGS) $(LIB_CFLAGS) -c $< -o $@

# One program for the runner out of a folder of objects.
proof-programs := $(patsubst %,$(BUILD)/proof/proof-of-%,library $(proof-folders)) $(BUILD)/proof/proof-can-fail
$(BUILD)/proof/proof-of-%: tests/proof/rules.mk
	$(call program,exec tests/proof/prove $(BUILD)/proof/$*)

$(BUILD)/proof/proof-can-fail: tests/proof/rules.mk
	$(folder)
	$(Q)printf "#!/bin/sh\nPROOF_CFLAGS='%s' exec tests/proof/selftest\n" '$(PROOF_CFLAGS)' >$@
	$(Q)chmod +x $@

.PHONY: proof proof-now
# In a make of its own, which sees the compilers that were just installed.
proof: need-build need-check need-proof ## no count and no handle can lead a callback astray
	$(Q)$(MAKE) --no-print-directory proof-now

proof-now: $(proof-objects) $(proof-programs)
	$(Q)KCOV_TEST_TIMEOUT=1800 tests/run --jobs $$(nproc) $(proof-programs)
