# SPDX-License-Identifier: GPL-2.0-only OR MIT
.PHONY: mutation
mutation: need-build need-check need-proof ## small faults planted into core/: nearly all are noticed
	$(Q)tests/mutation/run $(BUILD)/mutation
