# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The conformance programs that say TEST_ANYWHERE, run in the example kernel: one
# image, whose program is the one that the serial line names.

anywhere-dir := $(BUILD)/tests/anywhere
anywhere-lacks := $(strip $(foreach p,qemu-system-riscv64 $(RISCV_CC) $(RISCV_LD),$(if $(call in-path,$p),,$p)))

.PHONY: check-bare bare-now
# In a make of its own, which sees what was just installed.
check-bare: need-build ## conformance programs in a kernel of ours for RISC-V, two harts of QEMU
	$(Q)scripts/need bare tool || :
	$(Q)$(own-make) bare-now

# Looked for where anything of it is made.
ifneq ($(filter bare-now big-endian-now $(anywhere-dir)/% $(riscv)/conformance $(BUILD)/powerpc/%,$(MAKECMDGOALS)),)
anywhere-names := $(patsubst tests/conformance/%.c,%,$(shell grep -l '^TEST_ANYWHERE' tests/conformance/*.c))
endif
anywhere-own := $(patsubst tests/anywhere/%.c,%,$(wildcard tests/anywhere/*-*.c))
anywhere-tests := $(addprefix $(anywhere-dir)/,$(anywhere-names) $(anywhere-own))
# What is told of the kernel by kcovctl, where that can be built.
anywhere-told := $(if $(tool-has-libs),$(anywhere-dir)/what-the-kernel-ran-is-told-by-line)
anywhere-run := $(if $(anywhere-lacks),$(anywhere-dir)/nothing-to-boot-with,$(anywhere-tests) $(anywhere-told))

# A hang is 20 seconds of a processor, and 30 more. What passed is a figure.
bare-now: $(anywhere-run)
	$(Q)KCOV_TEST_TIMEOUT=$${KCOV_TEST_TIMEOUT:-20} tests/run --jobs $$(nproc) --count $(riscv)/count $^; status=$$?; \
		read -r passed rest <$(riscv)/count && mkdir -p $(KCOV_FIGURES) && \
		printf 'conformance programs in the example kernel, passed of %s\t%s\t= %s\n' $(words $^) $$passed $(words $^) \
		>$(KCOV_FIGURES)/anywhere $(if $(COUNT),&& cp $(riscv)/count $(COUNT)) && exit $$status

ifneq ($(anywhere-lacks),)
$(anywhere-tests) $(anywhere-run): tests/anywhere/rules.mk
	$(Q)rm -f $@
	$(call program,echo 1..1; echo "ok 1 - the suite in a kernel # SKIP there is no $(anywhere-lacks)"; exit 77)
else
$(anywhere-tests): $(riscv)/conformance
	$(folder)
	$(Q)ln -sf ../../../tests/anywhere/program $@
$(anywhere-told): $(BUILD)/kcovctl $(riscv)/kernel
	$(call program,exec tests/anywhere/what-the-kernel-ran-is-told-by-line $(BUILD))
endif

# The compiler is asked once, if anything is compiled.
anywhere-builtin = $(eval anywhere-builtin := $(shell $(RISCV_CC) -print-resource-dir)/include)$(anywhere-builtin)
# Headers of a C library are one, and there are no others.
anywhere-headers := errno fcntl limits pthread sched signal stdio stdlib string time unistd sys/ioctl sys/mman sys/syscall sys/types
anywhere-include := $(riscv)/include
anywhere-headers := $(anywhere-headers:%=$(anywhere-include)/%.h)
$(anywhere-headers): tests/anywhere/rules.mk
	$(folder)
	$(Q)echo '#include "tests/anywhere/shim.h"' >$@

anywhere-harness := result client extended remote script canaries target cmp-target
anywhere-programs := $(patsubst %,$(riscv)/tests/conformance/%.o,$(anywhere-names) $(anywhere-harness))
anywhere-host := $(patsubst %.c,$(riscv)/%.o,$(wildcard tests/anywhere/*.c port/selftest/*.c))
$(anywhere-programs) $(anywhere-host): | $(anywhere-headers)
# There is no storage of a thread.
$(anywhere-programs): kernel-includes = -nostdinc -isystem $(anywhere-include) -isystem port/bare/include \
	-isystem $(anywhere-builtin) -Iuapi -I. -D_Thread_local=
$(anywhere-host): kernel-includes := -I$(anywhere-include) $(kernel-includes)
$(riscv)/tests/conformance/target.o: RISCV_CFLAGS += -fsanitize-coverage=trace-pc
# It compares floating-point numbers where it is asked to.
$(riscv)/tests/conformance/cmp-target.o: RISCV_CFLAGS += -march=rv64imafd_zicsr -fsanitize-coverage=trace-pc,trace-cmp

$(riscv)/conformance: $(kernel-objects) $(anywhere-programs) $(anywhere-host) examples/kernel/kernel.lds
	$(call say,LD,$@)
	$(kernel-link) --wrap=kcov_port_alloc --wrap=kcov_port_free
