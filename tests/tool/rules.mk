# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Tests of the tool; they run where it can be built.

# Of check-builds: a browser costs as much as ten others; what is of kcovctl fuzz, or
# goes through all forms of one thing, costs less and seldom breaks by itself.
tool-browsed := tests/tool/reports-open-in-a-browser
tool-later := $(addprefix tests/tool/,ends-of-guests-are-told-apart fork-servers-speak-with-afl \
	fuzzing-begins-where-it-can campaigns-lose-nothing line-tables-of-every-form-are-read \
	calls-of-every-form-are-places options-mean-the-same-everywhere kernels-and-modules-are-found-where-they-are-kept \
	debug-files-add-to-a-program damage-is-told-for-what-it-is)
tool-scripts := $(if $(tool-has-libs),$(filter-out $(tool-browsed),$(sort $(shell find tests/tool -type f -perm -u+x))))
tool-tests := $(if $(tool-has-libs),$(filter-out $(tool-later),$(tool-scripts)) \
	$(BUILD)/tests/tool/damaged-recordings $(BUILD)/tests/tool/places-of-images \
	$(BUILD)/tests/tool/places-of-faults $(BUILD)/tests/tool/fuzzers-are-told-what-they-take \
	$(BUILD)/tests/tool/remote-losses-are-told-each-time)

# What these repeat their points over, but for what they do every day (dose in tap.sh).
tool-dosed := $(if $(tool-has-libs),threads-and-children-are-recorded images-are-those-of-their-time \
	addresses-mean-what-other-tools-say lines-are-of-what-is-linked debug-information-may-be-elsewhere \
	dumps-of-other-kcovs-are-recordings)
tool-rest := $(tool-dosed:%=$(BUILD)/tests/tool/rest/%) $(if $(tool-has-libs),$(tool-browsed) $(tool-later))
$(filter $(BUILD)/%,$(tool-rest)): $(BUILD)/tests/tool/rest/%: tests/tool/rules.mk
	$(call program,KCOV_TEST_DOSE=rest exec tests/tool/$*)

# The reader with the sanitizers inside; also what a fuzzer would be built of.
reader-sources := tool/recording/recording.c tool/recording/place.c tool/recording/reader.c tool/recording/writer.c \
	tool/base/escape.c tool/base/fail.c tool/base/text.c
$(BUILD)/tests/tool/damaged-recordings: tests/tool/damaged-recordings.c tests/tool/reader-entry.c \
		$(reader-sources) $(wildcard tool/recording/*.h tool/base/*.h)
	$(call say,CC,$@)
	$(folder)
	$(Q)$(CC) -g -O1 $(TOOL_CFLAGS) -fsanitize=address,undefined -fno-sanitize-recover=all \
		$(filter %.c,$^) -lz -o $@

# Sets, and what was loaded when; names are compared where that is counted.
place-sources := $(reader-sources) tool/base/table.c tool/recording/set.c tool/collect/loaded.c tool/collect/modules.c \
	tool/collect/kernel.c tool/collect/slide.c
$(BUILD)/tests/tool/places-of-images: tests/tool/places-of-images.c $(place-sources) \
		$(wildcard tool/recording/*.h tool/base/*.h tool/collect/*.h)
	$(call say,CC,$@)
	$(folder)
	$(Q)$(CC) -g -O1 $(TOOL_CFLAGS) -Dstrcmp=counted_strcmp -fsanitize=address,undefined \
		-fno-sanitize-recover=all $(filter %.c,$^) -lz -lelf -o $@

# Consoles of guests; an index of addresses is asked for by the tests in kernels.
$(BUILD)/tests/tool/places-of-faults: tests/tool/places-of-faults.c tool/fuzz/console.c \
		$(filter-out $(tool-dir)/command/% $(tool-dir)/fuzz/%,$(tool-objects)) $(BUILD)/lib/libkcov.a \
		$(wildcard tool/fuzz/*.h)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -g -O1 $(TOOL_CFLAGS) -fsanitize=address,undefined -fno-sanitize-recover=all \
		$(filter %.c %.o %.a,$^) $(tool-libs) -o $@

# The parts of kcovctl fuzz that need no guest.
$(BUILD)/tests/tool/fuzzers-are-told-what-they-take: tests/tool/fuzzers-are-told-what-they-take.c \
		$(filter-out $(tool-dir)/command/%,$(tool-objects)) $(BUILD)/lib/libkcov.a \
		$(wildcard tool/fuzz/*.h)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -g -O1 $(TOOL_CFLAGS) $(filter %.c %.o %.a,$^) $(tool-libs) -o $@

# kcovctl trace where it looks at a remote session, with the library as its host.
$(BUILD)/tests/tool/remote-losses-are-told-each-time: tests/tool/remote-losses-are-told-each-time.c \
		$(tool-dir)/command/trace_events.o $(filter-out $(tool-dir)/command/%,$(tool-objects)) \
		$(BUILD)/lib/libkcov.a
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -g -O1 $(TOOL_CFLAGS) -Iport/posix/include $(filter %.c %.o %.a,$^) $(tool-libs) -o $@

.PHONY: check-tool
tool-check-programs := $(if $(tool-has-libs),$(BUILD)/kcovctl $(BUILD)/kcov-fuzz-agent $(BUILD)/tests/tool/damaged-recordings \
	$(BUILD)/tests/tool/places-of-images $(BUILD)/tests/tool/places-of-faults \
	$(BUILD)/tests/tool/fuzzers-are-told-what-they-take $(BUILD)/tests/tool/remote-losses-are-told-each-time)
check-tool: lib $(tool-check-programs) $(BUILD)/examples/doc-program ## the tests of kcovctl in user space
	$(Q)tests/run --jobs $$(nproc) $(tool-tests) $(tool-later)


# kcovctl with the sanitizers inside, under all of its tests: what they say goes
# to files, as tests look at what kcovctl says, and fails whatever the tests
# found. The library in it and the programs are those of every build.
sanitized := $(abspath $(BUILD))/sanitized
# Tests preload a library before the sanitizer's.
sanitizer-options := exitcode=99:log_path=$(sanitized)/said:verify_asan_link_order=0
.PHONY: check-tool-sanitized
check-tool-sanitized: need-build need-tool need-tool-check ## the tests of kcovctl with ASan, UBSan and LSan in it
	$(Q)$(MAKE) --no-print-directory BUILD=$(sanitized) lib $(sanitized)/examples/doc-program
	$(Q)$(MAKE) --no-print-directory BUILD=$(sanitized) tool \
		CFLAGS="-O1 -g -fsanitize=address$(,)undefined -fno-sanitize-recover=undefined"
	$(Q)rm -f $(sanitized)/said.*
	$(Q)KCOV_BUILD=$(sanitized) ASAN_OPTIONS=$(sanitizer-options) UBSAN_OPTIONS=$(sanitizer-options) \
		KCOV_TEST_TIMEOUT=$${KCOV_TEST_TIMEOUT:-600} tests/run --jobs $$(nproc) $(tool-scripts); \
		status=$$?; ! cat $(sanitized)/said.* 2>/dev/null && exit $$status
