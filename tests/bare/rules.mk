# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The smallest port: for other machines, without each of its functions, with each
# of them wrong, and its self-test under sanitizers.
bare-checks := $(addprefix tests/bare/,compiles-for-every-machine every-hook-is-asked-for) $(BUILD)/tests/bare/selftest
bare-engines := tests/bare/wrong-hooks-are-named

bare-selftest := $(addprefix core/,$(patsubst %.o,%.c,$(kcov-core) $(kcov-core-cmp))) $(bare-sources) $(bare-pool) \
	$(wildcard port/selftest/*.c) tests/bare/selftest.c
$(BUILD)/tests/bare/selftest: $(bare-selftest) $(wildcard core/*.h port/bare/*.h port/bare/machine/*.h port/selftest/*.h \
		tests/bare/host/*.h) tests/bare/one_text.py
	$(call say,LD,$@)
	$(folder)
	$(Q)python3 tests/bare/one_text.py $(bare-selftest) >$@.c
	$(Q)$(CC) -g -O1 $(KCOV_CFLAGS) -Wno-unused-parameter -fsanitize=address,undefined -Itests/bare/host -Iport/bare -I. -Iuapi $@.c -o $@
