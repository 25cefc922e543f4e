# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Random sequences through the public interface. It lies among the conformance
# programs, so every host that runs those plays it too.

replay-obj := $(BUILD)/tests/replay
replay-program := $(conformance-dir)/random-sequences-agree
replay-static := $(static-dir)/random-sequences-agree
replay-objects := $(addprefix $(replay-obj)/tests/,replay/random-sequences-agree.o replay/parties.o \
	model/reference.o model/source.o)

$(replay-obj)/%.o: %.c
	$(call say,CC,$<)
	$(folder)
	$(Q)$(CC) $(CFLAGS) $(CONFORMANCE_CFLAGS) -DREF_MAX_WORDS=1024 -I. -Itests/conformance -c $< -o $@

$(replay-static): private LDFLAGS += -static
$(replay-program) $(replay-static): $(replay-objects) $(conformance-linked) $(conformance-library)
	$(folder)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -pthread $^ -o $@

conformance: $(replay-program)
suite-of-guests: $(replay-static)
conformance-programs += $(replay-program)
-include $(wildcard $(replay-objects:.o=.d))

replay-twins := $(BUILD)/tests/replay/replay-twins-are-found
$(replay-twins): tests/replay/rules.mk
	$(call program,exec tests/planted/twins replay build/tests/conformance/random-sequences-agree)

.PHONY: replay
replay: need-build need-check need-kernel conformance $(replay-twins) ## 20,000 sequences in user space, our kernel, the stock kernel
	$(Q)KCOV_TEST_TIMEOUT=1800 tests/run $(replay-twins)
	$(Q)KCOV_TEST_SEQUENCES=$(or $(SEQUENCES),20000) tests/replay/in-all-hosts $(BUILD)
