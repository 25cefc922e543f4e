# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The other byte order, by QEMU's emulation of single programs (Debian 12 has 7.2):
# on s390x the programs that ask for no more than the device and threads; on powerpc,
# where words have 32 bits too, the same on port/bare/, and the pure parts. The emulation
# says ENOSYS to unknown ioctls, does nothing for MADV_WIPEONFORK, and maps no file
# behind 4 GiB for a program of 32 bits, where a device has its header. Left out is
# what asks for those; and the numbers of calls, which powerpc encodes its own way.
big-endian-unfit := ioctl-numbers-are-frozen refused-calls-change-nothing remote-handle-has-one-owner
big-endian-unfit-32 := abi client log selftest
big-endian-dir := $(BUILD)/tests/big-endian
# Areas in these have words of 64 bits, and threads that do not let go.
big-endian-unfit-bare := comparison-area-holds-whole-records comparison-records-hold-the-operands \
	comparison-section-fills-what-room-is-left hostile-comparison-counts-stay-inside \
	hostile-counts-at-delivery sections-race-with-their-sessions
# Devices of user space are locked by 64 bits at once, which powerpc's library makes
# of locks that are a process's own: enough for one.
powerpc := powerpc-linux-gnu-gcc -static -Wl,--whole-archive,-latomic,--no-whole-archive
big-endian-names := $(filter-out $(big-endian-unfit) $(suite-once),$(anywhere-names))
big-endian-units := $(filter-out $(big-endian-unfit-32),$(unit-names))
big-endian-tests := $(addprefix $(big-endian-dir)/,$(big-endian-names) of-32-bits/smallest-port \
	$(addprefix of-32-bits/,$(big-endian-units)) $(addprefix bare/,$(filter-out $(big-endian-unfit-bare),$(anywhere-names))))

.PHONY: check-big-endian big-endian-now big-endian-programs
check-big-endian: need-build need-big-endian ## the suite on s390x and, on port/bare/, on powerpc, by QEMU's emulation of programs
	$(Q)$(own-make) big-endian-now

big-endian-now: big-endian-programs $(big-endian-tests)
	$(Q)tests/run --jobs $$(nproc) $(big-endian-tests)

big-endian-programs: $(BUILD)/tests/bare/selftest $(BUILD)/powerpc/anywhere/suite
	+$(Q)$(MAKE) --no-print-directory BUILD=$(BUILD)/s390x CC=s390x-linux-gnu-gcc LD=s390x-linux-gnu-ld \
		OBJCOPY=s390x-linux-gnu-objcopy LDFLAGS=-static conformance-tests="$(big-endian-names)" $(BUILD)/s390x/tests/helper/all
	+$(Q)$(MAKE) --no-print-directory BUILD=$(BUILD)/powerpc CC="$(powerpc)" unit-widths=32 width-32= \
		$(big-endian-units:%=$(BUILD)/powerpc/tests/unit/m32/%)
	$(Q)$(powerpc) -g -O1 $(KCOV_CFLAGS) -Wno-unused-parameter -Itests/bare/host -Iport/bare -I. -Iuapi \
		$(BUILD)/tests/bare/selftest.c -o $(BUILD)/powerpc/selftest

$(big-endian-dir)/of-32-bits/smallest-port: tests/anywhere/big-endian.mk
	$(call program,exec qemu-ppc $(BUILD)/powerpc/selftest)
$(big-endian-dir)/of-32-bits/%: tests/anywhere/big-endian.mk
	$(call program,exec qemu-ppc $(BUILD)/powerpc/tests/unit/m32/$*)
$(big-endian-dir)/bare/%: tests/anywhere/big-endian.mk
	$(call program,exec qemu-ppc $(BUILD)/powerpc/anywhere/suite $*)
$(big-endian-dir)/%: tests/anywhere/big-endian.mk
	$(call program,exec qemu-s390x -0 $* $(BUILD)/s390x/tests/helper/all)

# The same programs in a process, on port/bare/ as well, for a machine of the other
# byte order whose words have 32 bits (make check-big-endian). Of their one object
# those names stay that process/host.c asks for, which has a libc.
process := $(BUILD)/powerpc/anywhere
process-cc := powerpc-linux-gnu-gcc
process-keeps := host_begin bare_first_cpu bare_task_created bare_task_exited
process-hosted := $(addprefix $(process)/,$(anywhere-programs:$(riscv)/%=%) \
	$(patsubst %,tests/anywhere/%.o,device harness leftovers text threads process/program))
process-host := $(patsubst %.c,$(process)/%.o,$(addprefix core/,$(patsubst %.o,%.c,$(kcov-core) $(kcov-core-cmp) $(kcov-core-float))) \
	$(bare-sources) $(bare-pool) examples/kernel/print.c examples/kernel/string.c)
process-flags := -O2 -g $(KCOV_CFLAGS) -Wno-unused-parameter -ffreestanding -fno-pic -ffunction-sections -fno-optimize-sibling-calls
process-includes := -I. -Itests/anywhere/process -Iport/bare -Iport/bare/include -Iuapi
# What the compiler's own <limits.h> goes on with.
$(process)/after/limits.h:
	$(folder)
	$(Q): >$@
$(process-hosted): | $(anywhere-headers) $(process)/after/limits.h
# Formats and casts of tests are those of 64 bits.
$(process-hosted): process-includes = -nostdinc -isystem $(anywhere-include) -isystem port/bare/include \
	-isystem $(shell $(process-cc) -print-file-name=include) -idirafter $(process)/after -Iuapi -I. -Itests/anywhere/process \
	-Iport/bare -D_Thread_local= -Wno-format -Wno-pointer-to-int-cast -Wno-int-to-pointer-cast -Wno-overflow
$(process)/tests/conformance/target.o: process-flags += -fsanitize-coverage=trace-pc
$(process)/tests/conformance/cmp-target.o: process-flags += -fsanitize-coverage=trace-pc,trace-cmp
$(process)/%.o: %.c
	$(call say,CC,powerpc:$<)
	$(folder)
	$(Q)$(process-cc) $(process-flags) $(process-includes) -c $< -o $@
$(process)/suite: $(process-hosted) $(process-host) tests/anywhere/process/host.c
	$(call say,LD,$@)
	$(Q)powerpc-linux-gnu-ld -r --wrap=kcov_port_alloc --wrap=kcov_port_free $(filter %.o,$^) -o $@.o
	$(Q)powerpc-linux-gnu-objcopy $(process-keeps:%=--keep-global-symbol=%) $@.o
	$(Q)$(process-cc) -O2 -g $(KCOV_CFLAGS) -I. -Itests/anywhere/process -Iport/bare -Iuapi -static \
		-Wl,--gc-sections,-z,nostart-stop-gc tests/anywhere/process/host.c $@.o -o $@
-include $(wildcard $(process)/*/*.d $(process)/*/*/*.d)
