# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The conformance suite: one program per file of tests/conformance that holds a
# TEST. The same programs run on every host; see tests/run.

conformance-support := harness client leftovers remote domain neighbours script stepping target cmp-target second-program
conformance-tests := $(filter-out $(conformance-support),\
	$(patsubst tests/conformance/%.c,%,$(sort $(wildcard tests/conformance/*.c))))
conformance-linked = $(addprefix $(conformance-obj)/,$(addsuffix .o,$(filter-out second-program,$(conformance-support))))
conformance-dir := $(BUILD)/tests/conformance
conformance-obj := $(conformance-dir)/obj
conformance-programs := $(addprefix $(conformance-dir)/,$(conformance-tests))
conformance-helper := $(BUILD)/tests/helper/second-program
# What the programs are linked with; tests/posix/rules.mk builds other links.
conformance-library = $(BUILD)/lib/libkcov.a

CONFORMANCE_CFLAGS := $(KCOV_CFLAGS) -D_GNU_SOURCE -Iuapi -pthread $(NO_SANITIZER)
# Only the targets are traced. A tail call would leave its callee as the last
# PC of a caller that is not there any more, so there are none.
TARGET_CFLAGS := -fsanitize-coverage=trace-pc -fno-optimize-sibling-calls
CMP_TARGET_CFLAGS := -fsanitize-coverage=trace-pc,trace-cmp -fno-optimize-sibling-calls

.PHONY: conformance check-conformance
# Kept, so that a changed test rebuilds one object.
.SECONDARY: $(conformance-tests:%=$(conformance-obj)/%.o)

conformance: $(conformance-programs) $(conformance-helper) ## build the conformance tests
	@:

$(conformance-obj)/%.o: tests/conformance/%.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(CONFORMANCE_CFLAGS) -c $< -o $@

# What fortified programs jump with has a check of its own.
$(conformance-obj)/handlers-may-leave-by-longjmp.o: CONFORMANCE_CFLAGS += -D_FORTIFY_SOURCE=2
$(conformance-obj)/target.o: CONFORMANCE_CFLAGS += $(TARGET_CFLAGS)
$(conformance-obj)/cmp-target.o: CONFORMANCE_CFLAGS += $(CMP_TARGET_CFLAGS)

$(conformance-programs): $(conformance-dir)/%: $(conformance-obj)/%.o \
		$(conformance-linked) $(conformance-library)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -pthread $^ -o $@

$(conformance-helper): $(conformance-obj)/second-program.o $(conformance-obj)/target.o \
		$(conformance-library)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -pthread $^ -o $@

check-conformance: conformance ## run the conformance tests in user space
	$(Q)tests/run --host user --jobs $(or $(JOBS),$(shell nproc)) $(conformance-programs)

-include $(wildcard $(conformance-obj)/*.d)
