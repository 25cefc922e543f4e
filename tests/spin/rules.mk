# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Spin models of what the compiled code cannot be run in: a small search each in
# check-engines, the full one in `make models`.

spin-models := $(patsubst tests/spin/%.pml,%,$(sort $(wildcard tests/spin/*.pml)))
spin-programs := $(spin-models:%=$(BUILD)/tests/spin/model-of-%)
spin-full-programs := $(spin-models:%=$(BUILD)/tests/spin/full-model-of-%)
spin-tests := tests/spin/models-are-of-todays-functions $(spin-programs)

$(BUILD)/tests/spin/model-of-% $(BUILD)/tests/spin/full-model-of-%: tests/spin/%.pml tests/spin/rules.mk
	$(call program,exec tests/spin/verify $(if $(findstring full-,$@),--full) $< $(BUILD)/spin)

.PHONY: models
models: need-build need-check $(spin-full-programs) ## every order of the protocols, exhaustively
	$(Q)KCOV_TEST_TIMEOUT=1800 tests/run tests/spin/models-are-of-todays-functions $(spin-full-programs)
