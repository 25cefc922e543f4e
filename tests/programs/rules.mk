# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Real programs from Debian's sources; the first time they are fetched and
# compiled, which takes some minutes. See README.md here.

real-tests := $(wildcard tests/programs/*-traces-are-the-same-every-time \
	tests/programs/*-lines-are-those-of-gcov) tests/programs/memcached-requests-have-their-own-coverage

.PHONY: check-programs real-programs

$(BUILD)/programs/%.o: tests/programs/%.c
	$(call say,CC,$<)
	$(folder)
	$(Q)$(CC) -O1 -g -fno-pie $(KCOV_CFLAGS) -D_GNU_SOURCE -I. -Iuapi -Iport/posix/include -c $< -o $@

$(BUILD)/programs/walk-trace: $(BUILD)/programs/walk-trace.o
	$(Q)$(CC) -no-pie $< -o $@

$(BUILD)/programs/memcached-clients: $(addprefix $(BUILD)/programs/,memcached-clients.o feedback.o) $(BUILD)/lib/libkcov.a
	$(Q)$(CC) -no-pie -pthread $^ -o $@

# Always: whether the sources are still the current ones is for apt to say.
real-programs: lib $(addprefix $(BUILD)/programs/,client.o feedback.o memcached-clients walk-trace)
	$(Q)tests/programs/link $(BUILD)

check-programs: need-build need-programs ## zlib, Lua, jq, SQLite and memcached from Debian's sources
	$(Q)$(MAKE) --no-print-directory real-programs
	$(Q)KCOV_TEST_TIMEOUT=$${KCOV_TEST_TIMEOUT:-900} tests/run --jobs 2 $(if $(COUNT),--count $(COUNT)) $(real-tests)

-include $(wildcard $(BUILD)/programs/*.d)
