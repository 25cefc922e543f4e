# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The core on the scripted host, with sanitizers: compiled once for all tests.

scripted-objects := $(patsubst %.c,$(BUILD)/scripted/%.o,$(wildcard tests/port_fake/*.c core/*.c))

$(BUILD)/scripted/%.o: %.c
	$(folder)
	$(Q)$(CC) -g -O1 $(KCOV_CFLAGS) -fsanitize=address,undefined -I. -Itests/port_fake -Iuapi -c $< -o $@

# Of the test's own objects and those.
link-scripted = $(Q)mkdir -p $(@D) && $(CC) -fsanitize=address,undefined $^ -o $@

-include $(wildcard $(BUILD)/scripted/*/*.d $(BUILD)/scripted/*/*/*.d)
