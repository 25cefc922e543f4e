# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Small faults planted into core/: all of them, or as a small dose those with a
# name, and with them some of the user-space library's.

mutation-tests := $(BUILD)/tests/mutation/named-mutants-are-found tests/mutation/selftest

$(BUILD)/tests/mutation/named-mutants-are-found: tests/mutation/rules.mk
	$(folder)
	$(Q)printf '#!/bin/sh\nKCOV_BUILD="%s" CC="%s" LIB_CFLAGS="%s" CALLBACK_CFLAGS="%s" HARNESS="%s" \\\nexec tests/mutation/run --named %s\n' \
		'$(BUILD)' '$(CC)' '$(LIB_CFLAGS)' '$(CALLBACK_CFLAGS)' '$(conformance-linked)' '$(BUILD)/mutation/named' >$@
	$(Q)chmod +x $@

.PHONY: mutation
mutation: need-build need-check need-proof ## small faults planted into core/: nearly all are noticed, the rest explained
	$(Q)tests/mutation/run $(BUILD)/mutation/all
