# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The conformance suite: one program per file of tests/conformance that holds a
# TEST. The same programs run on every host; see tests/run. All of them are one
# program with a link for each name, as linking each would cost as much as all else.

conformance-support := harness result extended hang client others module leftovers remote domain neighbours canaries script stepping \
	target cmp-target versions second-program
conformance-tests := $(filter-out $(conformance-support),\
	$(patsubst tests/conformance/%.c,%,$(sort $(wildcard tests/conformance/*.c))))
conformance-linked = $(addprefix $(conformance-obj)/,$(addsuffix .o,$(filter-out second-program,$(conformance-support))))
conformance-dir := $(BUILD)/tests/conformance
conformance-obj := $(conformance-dir)/obj
conformance-helper := $(BUILD)/tests/helper/second-program
# Where another build compiled the tests, only what is traced is compiled here.
suite-obj := $(or $(suite-tests),$(conformance-obj))
# What the programs are linked with; tests/posix/rules.mk builds other links.
conformance-library = $(BUILD)/lib/libkcov.a

CONFORMANCE_CFLAGS := $(KCOV_CFLAGS) -D_GNU_SOURCE -Iuapi -pthread $(NO_SANITIZER)
# Only the targets are traced. A tail call would leave its callee as the last
# PC of a caller that is not there any more, so there are none.
TARGET_CFLAGS := -fsanitize-coverage=trace-pc -fno-optimize-sibling-calls
CMP_TARGET_CFLAGS := -fsanitize-coverage=trace-pc,trace-cmp -fno-optimize-sibling-calls

.PHONY: conformance suite-of-guests check-conformance
# Kept, so that a changed test rebuilds one object.
.SECONDARY: $(conformance-tests:%=$(conformance-obj)/%.o)

$(conformance-obj)/%.o: tests/conformance/%.c
	$(call say,CC,$(set:%=%:)$<)
	$(folder)
	$(Q)$(CC) $(CFLAGS) $(CONFORMANCE_CFLAGS) -c $< -o $@

# What fortified programs jump with has a check of its own.
$(conformance-obj)/handlers-may-leave-by-longjmp.o: CONFORMANCE_CFLAGS += -D_FORTIFY_SOURCE=2
$(conformance-obj)/target.o: CONFORMANCE_CFLAGS += $(TARGET_CFLAGS)
$(conformance-obj)/cmp-target.o: CONFORMANCE_CFLAGS += $(CMP_TARGET_CFLAGS)

$(conformance-helper): $(suite-obj)/second-program.o $(conformance-obj)/target.o \
		$(conformance-library)
	$(folder)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -pthread $^ -o $@

check-conformance: conformance ## run the conformance tests in user space
	$(Q)tests/run --host user --jobs $(or $(JOBS),$(shell nproc)) $(conformance-programs)

# All in one.
suite-own := target cmp-target
# What goes round many times to find what is left behind, or dies at each call,
# asks nothing of a libc or compiler: once in check-builds, in every link in
# check-hosts. The race of sections is everywhere.
suite-once := cycles-leave-nothing-behind disable-frees-remote-handles dying-owners-leave-nothing-behind \
	full-domain-takes-no-more hostile-clients-do-no-harm killed-at-every-system-call-of-a-client \
	killed-at-every-system-call-of-a-session kills-leave-nothing-of-a-domain \
	processes-that-join-at-once-share-a-domain section-cycles-leave-nothing-behind \
	worker-keeps-nothing-of-sessions-that-ended worker-that-is-killed-leaves-the-device-usable
# Of another link, `set` names it.
suite-names := $(filter-out $(if $(set),$(suite-once)),$(conformance-tests))
suite-programs := $(suite-names:%=$(conformance-dir)/%)
conformance-programs := $(suite-programs)
suite-all := $(BUILD)/tests/helper/$(if $(set),most,all)
suite-objects := $(addprefix $(suite-obj)/,$(addsuffix .o,$(suite-names) \
	$(filter-out $(suite-own) second-program,$(conformance-support)))) $(suite-own:%=$(conformance-obj)/%.o)

# For guests: a dynamic linker costs them as much as a short test.
static-dir := $(BUILD)/tests/static
static-all := $(BUILD)/tests/helper/static
$(static-all): private LDFLAGS += -static

$(suite-all) $(static-all): $(suite-objects) $(conformance-library)
	$(call say,LD,$@)
	$(folder)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -pthread $^ -o $@

# One process makes all links to $<. $1 their folder, $2 their names.
define links
$(Q)mkdir -p $1
$(Q)cd $1 && perl -e 'for (@ARGV) { unlink; symlink "../helper/$(<F)", $$_ or die "$$_: $$!" }' $2
endef
$(suite-programs) &: $(suite-all) | $(conformance-helper)
	$(call links,$(conformance-dir),$(suite-names))
$(conformance-tests:%=$(static-dir)/%) &: $(static-all)
	$(call links,$(static-dir),$(conformance-tests))
conformance: $(conformance-programs) $(conformance-helper) ## build the conformance tests
	@:
suite-of-guests: $(conformance-tests:%=$(static-dir)/%) $(conformance-helper)
	@:

# What the runner waits for (run --build): "ready PROGRAM" when it is made. Such
# a recipe is nothing but a function of make and starts no process.
ready = $(if $(KCOV_TEST_READY),$(file >>$(KCOV_TEST_READY),ready $*))
.PHONY: ready-suite $(suite-programs:%=ready/%)
$(suite-programs:%=ready/%): ready/%: %
	$(ready)
ready-suite: $(suite-programs:%=ready/%)
	@:

-include $(wildcard $(conformance-obj)/*.d)
