# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The callbacks compiled every way we promise something about, for hotpath;
# orders compiles what it reads itself.

codegen-compilers := $(foreach c,gcc clang-14 clang-19,$(if $(call in-path,$c),$c))
codegen-objects := $(foreach c,$(codegen-compilers),$(foreach o,O2 Os,$(foreach w,$(unit-widths),\
	$(addprefix $(BUILD)/codegen/$c-$o-m$w/,$(kcov-callbacks) $(kcov-core-float)))))

# $1 compiler, $2 optimisation, $3 width. 32-bit code is not built position
# independent: it would have to call for its own address.
define codegen-rule
$(BUILD)/codegen/$1-$2-m$3/%.o: core/%.c $(wildcard core/*.h) $(posix-headers) Makefile
	$$(folder)
	$$(Q)$1 $(width-$3) $$(filter-out -fPIC -MMD -MP,$$(LIB_CFLAGS) $$(CALLBACK_CFLAGS)) -$2 $(if $(filter 32,$3),-fno-pic,-fPIC) -c $$< -o $$@
endef
$(foreach c,$(codegen-compilers),$(foreach o,O2 Os,$(foreach w,$(unit-widths),$(eval $(call codegen-rule,$c,$o,$w)))))
