# SPDX-License-Identifier: GPL-2.0-only OR MIT
# What only user space has: other libcs and other ways to link, and programs
# that the library must live with.

# $1 name, $2 arguments of a make of its own: the conformance suite built so.
define host
.PHONY: conformance-$1
conformance-$1:
	$$(Q)$$(MAKE) --no-print-directory BUILD=$(BUILD)/$1 $2 conformance
endef

# musl's compiler wrapper knows no kernel headers; these are the same for all.
musl-headers := $(BUILD)/musl-headers
, := ,
multiarch = $(eval multiarch := $$(shell gcc -print-multiarch))$(multiarch)
$(musl-headers)/asm:
	$(folder)
	$(Q)ln -sfn /usr/include/linux $(@D)/linux
	$(Q)ln -sfn /usr/include/asm-generic $(@D)/asm-generic
	$(Q)ln -sfn /usr/include/$(multiarch)/asm $@
musl := CC=musl-gcc CFLAGS="-O2 -g -isystem $(abspath $(musl-headers))"
conformance-musl conformance-musl-static: $(musl-headers)/asm

$(eval $(call host,musl,$(musl)))
$(eval $(call host,musl-static,$(musl) LDFLAGS=-static))
$(eval $(call host,static-pie,CFLAGS="-O2 -g -fPIE" LDFLAGS=-static-pie))
$(eval $(call host,static,CFLAGS="-O2 -g -fno-pie" LDFLAGS=-static))
$(eval $(call host,shared,LDFLAGS=-Wl$(,)-rpath$(,)$(abspath $(BUILD))/shared/lib \
	conformance-library='$$$$(BUILD)/lib/libkcov.so.$$$$(SOVERSION)'))

$(eval $(call host,m32,CC="gcc -m32 -idirafter /usr/include/$$(multiarch)" LD="ld -m elf_i386"))
# Left out: what places comparisons, which have words of 64 bits, by words;
# what compares or maps numbers that have more than 32.
m32-unfit := comparison-area-holds-whole-records comparison-records-hold-the-operands \
	comparison-records-repeat comparison-section-fills-what-room-is-left \
	hostile-comparison-counts-stay-inside hostile-counts-at-delivery \
	mmap-takes-exact-length-and-offset-zero

$(if $(SECOND_CC),$(eval $(call host,clang,CC=$(SECOND_CC))))

# In check-builds: another libc, all tests in one program; the second compiler
# makes another link. The rest is the full dose.
all-hosts := musl musl-static static static-pie shared $(if $(SECOND_CC),clang)
musl-suite := $(patsubst %,$(BUILD)/musl/tests/conformance/%,$(filter-out $(suite-once),$(conformance-tests)))
posix-programs :=
# `make check` and `make check-builds`.
posix-checks :=
posix-builds := $(musl-suite)
.PHONY: ready-musl
ready-musl: $(musl-headers)/asm
	+$(Q)$(MAKE) --no-print-directory BUILD=$(BUILD)/musl $(musl) set=musl ready-suite

.PHONY: check-hosts
check-hosts: need-build need-check $(addprefix conformance-,$(all-hosts) m32) ## the suite with musl, static, shared, 32 bits
	$(Q)tests/run --jobs $$(nproc) $(all-hosts:%=$(BUILD)/%/tests/conformance) \
		$(addprefix $(BUILD)/m32/tests/conformance/,$(filter-out $(m32-unfit),$(conformance-tests)))

# Programs of this folder, on the harness of the conformance suite.
posix-dir := $(BUILD)/tests/posix
posix-obj := $(posix-dir)/obj
posix-harness := $(conformance-linked)
posix-tests := calls-by-every-name-reach-the-device privileged-programs-take-nothing-from-callers device-carries-the-map-of-images images-are-called-what-their-files-are kernels-have-all-where-they-are-wanted executed-program-gives-way-to-a-new-owner dlopened-library-is-traced dlopened-library-is-traced-by-a-static-one random-kills threads-enable-and-disable bad-environment-is-told-in-one-line
# It changes registers of what it traces.
posix-tests += $(if $(filter x86_64,$(posix-machine)),system-calls-fail)
posix-programs += $(posix-tests:%=$(posix-dir)/%)
posix-checks += $(posix-tests:%=$(posix-dir)/%)

$(posix-obj)/%.o: tests/posix/%.c
	$(call say,CC,$<)
	$(folder)
	$(Q)$(CC) $(CFLAGS) $(CONFORMANCE_CFLAGS) -Itests/conformance -c $< -o $@

$(posix-dir)/%: $(posix-obj)/%.o $(posix-harness) $(BUILD)/lib/libkcov.a
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -pthread $^ -o $@

# An instrumented library that knows nothing of ours.
$(posix-obj)/libtarget.so: tests/conformance/target.c
	$(folder)
	$(Q)$(CC) $(CFLAGS) $(CONFORMANCE_CFLAGS) $(TARGET_CFLAGS) -fPIC -shared $< -o $@

dlopened := $(posix-obj)/dlopened-library-is-traced.o $(addprefix $(conformance-obj)/,harness.o result.o hang.o client.o others.o)
$(posix-dir)/dlopened-library-is-traced: $(dlopened) $(BUILD)/lib/libkcov.so.$(SOVERSION) | $(posix-obj)/libtarget.so
	$(Q)$(CC) $(CFLAGS) -pthread $^ -Wl,-rpath,$(abspath $(BUILD))/lib -o $@
$(posix-dir)/dlopened-library-is-traced-by-a-static-one: $(dlopened) $(BUILD)/lib/libkcov.a | $(posix-obj)/libtarget.so
	$(Q)$(CC) $(CFLAGS) -pthread -rdynamic -Wl,-u,__sanitizer_cov_trace_pc $^ -o $@

$(posix-obj)/device-carries-the-map-of-images.o: CONFORMANCE_CFLAGS += -Iport/posix/include
$(posix-dir)/device-carries-the-map-of-images: $(posix-obj)/device-carries-the-map-of-images.o \
		$(addprefix $(conformance-obj)/,harness.o result.o hang.o client.o others.o) \
		$(BUILD)/lib/libkcov.so.$(SOVERSION) | $(posix-obj)/libtarget.so
	$(Q)$(CC) $(CFLAGS) -pthread $^ -Wl,-rpath,$(abspath $(BUILD))/lib -o $@

# Its build id is one of its own notes.
$(posix-obj)/images-are-called-what-their-files-are.o: CONFORMANCE_CFLAGS += -Iport/posix/include
$(posix-dir)/images-are-called-what-their-files-are: $(posix-obj)/images-are-called-what-their-files-are.o \
		$(addprefix $(conformance-obj)/,harness.o result.o hang.o client.o others.o) \
		$(BUILD)/lib/libkcov.so.$(SOVERSION) | $(posix-obj)/libtarget.so
	$(Q)$(CC) $(CFLAGS) -pthread -Wl,--build-id=none $^ -Wl,-rpath,$(abspath $(BUILD))/lib -o $@

# Fuzzers' runtimes, sanitizers, gcov.
living := $(posix-dir)/living-together
$(living): tests/posix/rules.mk $(BUILD)/lib/libkcov.a $(BUILD)/lib/libkcov-weak.a
	$(call program,exec tests/posix/living-together $(BUILD)/lib)
posix-programs += $(living)
posix-builds += $(living)

# Programs that are instrumented in what runs before they are ready.
resolvers := $(posix-dir)/resolvers-may-be-instrumented
$(resolvers): tests/posix/rules.mk $(addprefix $(BUILD)/lib/,libkcov.a libkcov.so.$(SOVERSION) libkcov_callbacks.a)
	$(call program,exec tests/posix/resolvers-may-be-instrumented $(BUILD))
posix-programs += $(resolvers)
posix-builds += $(resolvers)

# By a compiler that was told not to optimize, and that is not everybody's.
unoptimized := $(BUILD)/tests/unoptimized/posix/resolvers-may-be-instrumented
.PHONY: lib-unoptimized
lib-unoptimized:
	$(Q)$(MAKE) --no-print-directory BUILD=$(BUILD)/unoptimized CC=$(SECOND_CC) CFLAGS="-O0 -g" LDFLAGS= lib
$(unoptimized): tests/posix/rules.mk | lib-unoptimized
	$(call program,exec tests/posix/resolvers-may-be-instrumented $(BUILD)/unoptimized)
posix-builds += $(if $(SECOND_CC),$(unoptimized))

# What the callbacks of a program store, and where.
watched := $(posix-dir)/callbacks-write-to-their-own-area
$(watched): tests/posix/rules.mk $(posix-obj)/all-collect-at-once
	$(call program,exec tests/posix/callbacks-write-to-their-own-area $(posix-obj)/all-collect-at-once)
$(posix-obj)/all-collect-at-once: $(posix-obj)/all-collect-at-once.o $(BUILD)/lib/libkcov.a
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -pthread $^ -o $@
posix-programs += $(watched)
posix-checks += $(watched)

.SECONDARY: $(posix-tests:%=$(posix-obj)/%.o)
-include $(wildcard $(posix-obj)/*.d)

# The library and the tests under tools that watch memory: a build of their own,
# in which nothing says -fno-sanitize but what the tools themselves call.
asan-build := BUILD=$(BUILD)/asan NO_SANITIZER= CFLAGS="-O1 -g -fsanitize=address$(,)undefined -fno-sanitize-recover=undefined"
tsan-build := BUILD=$(BUILD)/tsan NO_SANITIZER= CFLAGS="-O1 -g -fsanitize=thread -Wno-tsan"
tsan-program := $(BUILD)/tsan/tests/posix/threads-enable-and-disable
# Left out: what looks for its own mappings at places, or in numbers, that the
# sanitizer's mappings change.
asan-unfit := dying-owners-leave-nothing-behind mapping-vanishes-at-exec \
	killed-at-every-system-call-of-a-client thread-exit-in-a-section-delivers-nothing \
	threads-inherit-the-common-handle
# Crashes are what some tests are about, and cancelled threads have no time to
# take down a signal stack.
asan-options := handle_segv=0:handle_sigbus=0:handle_abort=0:use_sigaltstack=0

.PHONY: $(tsan-program) conformance-asan check-memory check-stress
$(tsan-program):
	$(Q)$(MAKE) --no-print-directory $(tsan-build) $@
conformance-asan:
	$(Q)$(MAKE) --no-print-directory $(asan-build) conformance

# A race that it does not see in fifty cycles of sixty-four threads is one for
# check-stress.
few-cycles := $(BUILD)/tests/tsan/posix/threads-enable-and-disable
$(few-cycles): $(tsan-program)
	$(call program,KCOV_TEST_CYCLES=50 exec $<)
posix-programs += $(few-cycles)
posix-builds += $(few-cycles)

# A program for the runner for each test, which runs that under valgrind.
$(BUILD)/valgrind/%: $(conformance-dir)/% tests/posix/rules.mk
	$(call program,exec valgrind -q --vgdb=no --trace-children=yes --fair-sched=yes --leak-check=no --error-exitcode=99 --suppressions=$(abspath tests/posix/valgrind.supp) $(abspath $<))
# Left out: thousands of processes, each of which is a valgrind; paths that
# valgrind reads itself and dies of; commands it knows from other devices; a
# limit of descriptors that would be its own too.
valgrind-unfit := hostile-clients-do-no-harm dying-owners-leave-nothing-behind \
	bad-paths-are-the-systems-to-refuse ioctl-numbers-are-frozen what-a-domain-lacks-is-said-in-one-line \
	devices-cost-what-they-asked-for
valgrind-programs = $(addprefix $(BUILD)/valgrind/,$(filter-out $(valgrind-unfit),$(conformance-tests)))

check-memory: need-build need-check conformance conformance-asan $(valgrind-programs) ## the suite under ASan, UBSan, valgrind, MALLOC_PERTURB_
	$(Q)MALLOC_PERTURB_=165 tests/run --jobs $$(nproc) $(conformance-dir)
	$(Q)ASAN_OPTIONS=$(asan-options) tests/run --jobs $$(nproc) \
		$(addprefix $(BUILD)/asan/tests/conformance/,$(filter-out $(asan-unfit),$(conformance-tests)))
	$(Q)KCOV_TEST_TIMEOUT=600 tests/run --jobs $$(nproc) $(valgrind-programs)

# Each fault for posix of tests/planted must be found by the deaths of a few; some hang.
endurance := $(BUILD)/tests/posix/endurance
$(endurance): $(posix-dir)/random-kills $(addprefix $(conformance-dir)/,hostile-clients-do-no-harm \
		killed-at-every-system-call-of-a-client)
	$(call program,KCOV_TEST_TIMEOUT=120 exec tests/posix/endure $(BUILD) 600 4)
endurance-twins := $(BUILD)/tests/posix/endurance-twins-are-found
$(endurance-twins): tests/posix/rules.mk
	$(call program,exec tests/planted/twins posix build/tests/posix/endurance)

check-stress: need-build need-check conformance $(posix-programs) $(endurance-twins) ## ten thousand kills (KILLS=), hostile clients (CLIENTS=), 64 threads times ten thousand cycles
	$(Q)KCOV_TEST_TIMEOUT=1800 tests/run $(endurance-twins)
	$(Q)KCOV_TEST_KILLS=1000 KCOV_TEST_TIMEOUT=600 tests/run $(conformance-dir)/kills-leave-nothing-of-a-domain
	$(Q)tests/posix/endure $(BUILD) $(or $(KILLS),10000) $(or $(CLIENTS),100)
	$(Q)KCOV_TEST_TIMEOUT=3600 KCOV_TEST_CYCLES=10000 tests/run $(tsan-program)
