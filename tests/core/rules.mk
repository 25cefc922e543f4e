# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Tests of the core alone, on the scripted host, with sanitizers; and what of
# the core they, the model and the tests of its pure parts reach.

core-tests := $(patsubst tests/core/%.c,$(BUILD)/tests/core/%,$(wildcard tests/core/*.c))

.SECONDARY: $(core-tests:$(BUILD)/%=$(BUILD)/scripted/%.o)
$(BUILD)/tests/core/%: $(BUILD)/scripted/tests/core/%.o $(scripted-objects)
	$(call say,LD,$@)
	$(link-scripted)

# Some of them under the memory sanitizer, which says who believes a word that
# nobody stored: the host hands out devices, sections and their areas as such.
# All of them are in check-matrix.
core-dirty-tests := $(if $(call in-path,clang-19),$(addprefix $(BUILD)/tests/core-dirty/,devices remote-enable sections))
core-dirty-objects := $(scripted-objects:$(BUILD)/scripted/%=$(BUILD)/core-dirty/%)
CORE_DIRTY := clang-19 -g -O1 $(KCOV_CFLAGS) -fsanitize=memory \
	-fno-sanitize-recover=all -I. -Itests/port_fake -Iuapi

.SECONDARY: $(core-dirty-tests:$(BUILD)/tests/core-dirty/%=$(BUILD)/core-dirty/tests/core/%.o) $(core-dirty-objects)
$(BUILD)/core-dirty/%.o: %.c tests/core/rules.mk
	$(folder)
	$(Q)$(CORE_DIRTY) -c $< -o $@

$(BUILD)/tests/core-dirty/%: $(BUILD)/core-dirty/tests/core/%.o $(core-dirty-objects)
	$(call say,LD,$@)
	$(folder)
	$(Q)clang-19 -fsanitize=memory $^ -o $@

-include $(wildcard $(BUILD)/core-dirty/*/*.d $(BUILD)/core-dirty/*/*/*.d)

core-twins := $(BUILD)/tests/core/dirty-twins-are-found
$(core-twins): tests/core/rules.mk
	$(call program,exec tests/planted/twins core build/tests/core-dirty/sections)

.PHONY: coverage
coverage: need-build need-check need-coverage ## lines, branches and MC/DC of core/: all, or it fails
	$(Q)tests/core/coverage $(BUILD)/coverage
	$(Q)! tests/core/coverage $(BUILD)/coverage-gap devices sections random-sequences >/dev/null || \
		{ echo 'coverage: a gap was not found' >&2; false; }
