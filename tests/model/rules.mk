# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Random sequences against the reference, with sanitizers.

model-sources := $(wildcard tests/model/*.c tests/port_fake/*.c core/*.c)

$(BUILD)/tests/model/random-sequences: $(model-sources) $(wildcard tests/model/*.h tests/port_fake/*.h core/*.h tests/unit/tap.h)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -g -O1 $(filter-out -MMD -MP,$(KCOV_CFLAGS)) -fsanitize=address,undefined \
		-I. -Itests/port_fake -Iuapi $(model-sources) -o $@
