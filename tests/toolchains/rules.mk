# SPDX-License-Identifier: GPL-2.0-only OR MIT
# kcovctl on programs of every toolchain: a few combinations in check-builds, those
# that let every three values meet in `make check-all`.

toolchains-tests := $(if $(tool-has-libs),$(if $(call in-path,llvm-symbolizer-19),$(BUILD)/tests/toolchains/few))
$(BUILD)/tests/toolchains/few: tests/toolchains/rules.mk $(BUILD)/kcovctl lib
	$(call program,KCOV_BUILD=$(BUILD) exec tests/toolchains/check --few)

# Each fault for toolchains of tests/planted must be found by the small dose.
toolchains-twins := $(BUILD)/tests/toolchains/twins-are-found
$(BUILD)/tests/toolchains/small: $(BUILD)/kcovctl lib
	$(call program,exec tests/toolchains/check)
$(toolchains-twins): tests/toolchains/rules.mk
	$(call program,exec tests/planted/twins toolchains build/tests/toolchains/small)

.PHONY: check-toolchains check-toolchains-now
check-toolchains: need-build need-tool need-toolchains ## kcovctl on programs of every compiler, linker, link and debug format
	$(Q)$(MAKE) --no-print-directory check-toolchains-now

check-toolchains-now: $(BUILD)/kcovctl lib $(toolchains-twins)
	$(Q)tests/toolchains/check --all
	$(Q)KCOV_TEST_TIMEOUT=1800 tests/run $(toolchains-twins)
