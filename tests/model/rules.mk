# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The core on the scripted host, with sanitizers: random sequences against the
# reference, and what is told in order.

model-names := random-sequences dead-owners proxies
model-tests := $(addprefix $(BUILD)/tests/model/,$(model-names))

.SECONDARY: $(model-names:%=$(BUILD)/scripted/tests/model/%.o)
$(BUILD)/tests/model/random-sequences: $(patsubst %,$(BUILD)/scripted/tests/model/%.o,reference steps source)
$(model-tests): $(BUILD)/tests/model/%: $(BUILD)/scripted/tests/model/%.o $(scripted-objects)
	$(call say,LD,$@)
	$(link-scripted)
