# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Fuzz targets: corpora of this folder run in check-builds, `make fuzz` goes on
# from them with libFuzzer and AFL++.

fuzz-recordings-sources := tests/tool/reader-entry.c $(reader-sources)
fuzz-expressions-sources := tests/fuzz/expression.c tool/recording/expression.c tool/recording/set.c \
	tool/base/table.c $(reader-sources)
fuzz-indexes-sources := tests/fuzz/index.c tests/fuzz/questions.c tool/index/layout.c tool/index/lookup.c \
	tool/base/escape.c tool/base/fail.c tool/base/text.c
fuzz-images-sources := tests/fuzz/image.c tests/fuzz/questions.c \
	$(filter-out tool/index/find.c,$(filter tool/index/%,$(tool-sources))) \
	$(addprefix tool/base/,demangle.c escape.c fail.c output.c places.c progress.c table.c text.c)
fuzz-commands-sources := tests/fuzz/commands.c $(filter-out tool/collect/c%.c tool/trace/%,$(filter tool/base/% tool/index/% \
	tool/recording/% tool/coverage/% tool/report/% tool/export/% tool/collect/%,$(tool-sources))) \
	$(foreach c,cat merge report diff export,tool/command/$c.c)
fuzz-dumps-sources := tests/fuzz/dump.c $(filter tool/import/%,$(tool-sources)) \
	$(filter-out tests/fuzz/image.c tests/fuzz/questions.c,$(fuzz-images-sources))
fuzz-operations-sources := tests/fuzz/operations.c tests/model/steps.c tests/model/source.c \
	tests/model/reference.c $(wildcard tests/port_fake/*.c core/*.c)
fuzz-maps-sources := tests/fuzz/map.c port/posix/images/text.c port/posix/os/rawcall.c
fuzz-maps-flags = $(filter-out -MMD -MP,$(LIB_CFLAGS))
fuzz-tool-targets := recordings expressions indexes images commands dumps
fuzz-targets := operations maps $(if $(tool-has-libs),$(fuzz-tool-targets))

# The fuzzers' runtimes have callbacks of these names too.
fuzz-callbacks := pc switch $(foreach n,1 2 4 8,cmp$n const_cmp$n)
fuzz-operations-flags := $(filter-out -MMD -MP,$(KCOV_CFLAGS)) -I. -Itests/port_fake -Iuapi \
	$(foreach c,$(fuzz-callbacks),-D__sanitizer_cov_trace_$c=callback_$c)
$(foreach t,$(fuzz-tool-targets),$(eval fuzz-$t-flags := $(filter-out -MMD -MP,$(TOOL_CFLAGS))))
$(foreach t,$(fuzz-tool-targets),$(eval fuzz-$t-libs := $(tool-libs)))
# A subcommand that gives up ends its run and not the fuzzer.
fuzz-commands-flags += -Wl,--wrap=exit
fuzz-sanitizers := address,undefined

fuzz-headers := $(wildcard tests/fuzz/*.h tests/model/*.h tests/port_fake/*.h core/*.h tool/*/*.h) $(posix-headers)
fuzz-corpora := $(fuzz-targets:%=$(BUILD)/tests/fuzz/corpus-of-%)

define fuzz-rules
$(BUILD)/fuzz/$1-corpus: tests/fuzz/run-corpus.c $(fuzz-$1-sources) $(fuzz-headers)
	$$(call say,CC,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)$$(CC) -g -O1 $(fuzz-$1-flags) -fsanitize=$(fuzz-sanitizers) -fno-sanitize-recover=all \
		$$(filter %.c,$$^) $(fuzz-$1-libs) -o $$@

$(BUILD)/tests/fuzz/corpus-of-$1: $(BUILD)/fuzz/$1-corpus tests/fuzz/rules.mk
	$$(call program,exec $$< tests/fuzz/corpus/$1)

$(BUILD)/fuzz/$1-libfuzzer: $(fuzz-$1-sources) $(fuzz-headers)
	$$(call say,CC,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)clang-19 -g -O1 $(fuzz-$1-flags) -fsanitize=fuzzer,$(fuzz-sanitizers) \
		-fno-sanitize-recover=all $$(filter %.c,$$^) $(fuzz-$1-libs) -o $$@

# Without sanitizers: faster by far, and the inputs it finds are run with them.
$(BUILD)/fuzz/$1-afl: $(fuzz-$1-sources) $(fuzz-headers)
	$$(call say,CC,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)AFL_QUIET=1 afl-clang-fast -g -O1 $(fuzz-$1-flags) -fsanitize=fuzzer \
		$$(filter %.c,$$^) $(fuzz-$1-libs) -o $$@
endef
$(foreach t,$(fuzz-targets),$(eval $(call fuzz-rules,$t)))

# Each fault for fuzz of tests/planted must be found by what the corpora hold already.
$(BUILD)/tests/fuzz/corpora: $(fuzz-corpora)
	$(Q)printf '#!/bin/sh -e\n' >$@
	$(Q)printf '%s\n' $(fuzz-corpora) >>$@
	$(Q)chmod +x $@
fuzz-twins := $(if $(tool-has-libs),$(BUILD)/tests/fuzz/fuzz-twins-are-found)
$(fuzz-twins): tests/fuzz/rules.mk
	$(call program,exec tests/planted/twins fuzz build/tests/fuzz/corpora)

.PHONY: fuzz fuzz-now
fuzz: need-build need-check need-tool ## all fuzz targets for TIME seconds (default 600) by libFuzzer and AFL++
	$(Q)$(MAKE) --no-print-directory fuzz-now

fuzz-now: $(foreach t,$(fuzz-targets),$(addprefix $(BUILD)/fuzz/$t-,corpus libfuzzer afl)) $(fuzz-twins)
	$(Q)tests/fuzz/campaign $(or $(TIME),600) $(BUILD)/fuzz $(fuzz-targets)
	$(Q)$(if $(fuzz-twins),KCOV_TEST_TIMEOUT=1800 tests/run $(fuzz-twins))
