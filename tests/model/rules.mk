# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The core on the scripted host, with sanitizers: random sequences against the
# reference, and what is told in order.

model-names := random-sequences dead-owners proxies
model-tests := $(addprefix $(BUILD)/tests/model/,$(model-names))
model-common := $(wildcard tests/port_fake/*.c core/*.c)

$(BUILD)/tests/model/random-sequences: tests/model/reference.c tests/model/steps.c tests/model/source.c
$(model-tests): $(BUILD)/tests/model/%: tests/model/%.c $(model-common) \
		$(wildcard tests/model/*.h tests/port_fake/*.h core/*.h tests/unit/tap.h)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -g -O1 $(filter-out -MMD -MP,$(KCOV_CFLAGS)) -fsanitize=address,undefined \
		-I. -Itests/port_fake -Iuapi $(filter %.c,$^) -o $@
