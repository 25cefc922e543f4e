# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Tests of the tool; they run where it can be built.

tool-tests := $(if $(tool-has-libs),$(sort $(shell find tests/tool -type f -perm -u+x)) \
	$(BUILD)/tests/tool/damaged-recordings)

# The reader with the sanitizers inside; also what a fuzzer would be built of.
reader-sources := tool/recording/recording.c tool/recording/reader.c tool/recording/writer.c \
	tool/base/fail.c tool/base/text.c
$(BUILD)/tests/tool/damaged-recordings: tests/tool/damaged-recordings.c tests/tool/reader-entry.c \
		$(reader-sources) $(wildcard tool/recording/*.h tool/base/*.h)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -g -O1 $(TOOL_CFLAGS) -fsanitize=address,undefined -fno-sanitize-recover=all \
		$(filter %.c,$^) -lz -o $@

.PHONY: check-tool
tool-check-programs := $(if $(tool-has-libs),$(BUILD)/kcovctl $(BUILD)/tests/tool/damaged-recordings)
check-tool: lib $(tool-check-programs) ## the tests of kcovctl in user space
	$(Q)tests/run --jobs $$(nproc) $(tool-tests)

