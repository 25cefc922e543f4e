# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Tests of the core alone, on the scripted host, with sanitizers; and what of
# the core they, the model and the tests of its pure parts reach.

core-tests := $(patsubst tests/core/%.c,$(BUILD)/tests/core/%,$(wildcard tests/core/*.c))
core-test-sources := $(wildcard tests/port_fake/*.c core/*.c)
core-test-headers := $(wildcard tests/core/*.h tests/port_fake/*.h tests/unit/tap.h core/*.h)

$(BUILD)/tests/core/%: tests/core/%.c $(core-test-sources) $(core-test-headers)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -g -O1 $(filter-out -MMD -MP,$(KCOV_CFLAGS)) -fsanitize=address,undefined \
		-I. -Itests/port_fake -Iuapi $< $(core-test-sources) -o $@

.PHONY: coverage
coverage: need-build need-check need-coverage ## lines, branches and MC/DC of core/: all, or it fails
	$(Q)tests/core/coverage $(BUILD)/coverage
	$(Q)! tests/core/coverage $(BUILD)/coverage-gap devices sections random-sequences >/dev/null || \
		{ echo 'coverage: a gap was not found' >&2; false; }
