# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The smallest port: for other machines, without each of its functions, with each
# of them wrong, and its self-test under a sanitizer.
bare-programs := $(addprefix $(BUILD)/tests/bare/,selftest calls-that-are-left-out-are-unknown features-say-what-is-left-out)
bare-builds := $(addprefix tests/bare/,compiles-for-every-machine every-hook-is-asked-for a-firmware-has-room) $(bare-programs) \
	tests/anywhere/programs-ask-for-no-more
bare-engines := tests/bare/wrong-hooks-are-named

# $1 lists of the core's objects, or none.
bare-core = $(patsubst %.o,core/%.c,$(filter-out $1,$(kcov-core)))
bare-port := $(bare-sources) $(bare-pool)
# What each program is made of beside its own source.
bare-of-selftest := $(bare-core) $(kcov-core-cmp:%.o=core/%.c) $(bare-port) $(wildcard port/selftest/*.c)
bare-of-calls-that-are-left-out-are-unknown := $(call bare-core,$(kcov-core-remote) $(kcov-core-extended)) \
	$(wildcard core/without/*.c) $(bare-port)
bare-of-features-say-what-is-left-out := $(call bare-core,$(kcov-core-remote)) core/without/remote.c $(bare-port)

$(bare-programs): $(BUILD)/tests/bare/%: tests/bare/%.c $(bare-of-selftest) $(wildcard core/*.h core/without/*.c port/bare/*.h \
		port/bare/machine/*.h port/selftest/*.h tests/bare/host/*.h) tests/bare/one_text.py
	$(call say,LD,$@)
	$(folder)
	$(Q)/usr/bin/python3 tests/bare/one_text.py $(bare-of-$*) $< >$@.c
	$(Q)$(CC) -g -O1 $(KCOV_CFLAGS) -Wno-unused-parameter -fsanitize=undefined -fno-sanitize-recover=all \
		$(if $(filter selftest,$*),-Itests/bare/host) -Iport/bare -I. -Iuapi $@.c -o $@ -pthread

.PHONY: check-wrong-hooks
check-wrong-hooks: need-build ## each function of a port wrong once: the self-test of ports names it
	$(Q)$(bare-engines)
