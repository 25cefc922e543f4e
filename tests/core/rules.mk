# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Tests of the core alone, on the scripted host, with sanitizers; and what of
# the core they, the model and the tests of its pure parts reach.

core-tests := $(patsubst tests/core/%.c,$(BUILD)/tests/core/%,$(wildcard tests/core/*.c))

.SECONDARY: $(core-tests:$(BUILD)/%=$(BUILD)/scripted/%.o)
$(BUILD)/tests/core/%: $(BUILD)/scripted/tests/core/%.o $(scripted-objects)
	$(call say,LD,$@)
	$(link-scripted)

.PHONY: coverage
coverage: need-build need-check need-coverage ## lines, branches and MC/DC of core/: all, or it fails
	$(Q)tests/core/coverage $(BUILD)/coverage
	$(Q)! tests/core/coverage $(BUILD)/coverage-gap devices sections random-sequences >/dev/null || \
		{ echo 'coverage: a gap was not found' >&2; false; }
