# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The example kernel, for QEMU's riscv64 machine: an image of its clients, and
# what another image of it is linked from (tests/anywhere).

riscv := $(BUILD)/riscv
RISCV_CC := clang-19
RISCV_LD := ld.lld-19
# No registers of floating-point numbers: who is interrupted would have to save them.
RISCV_CFLAGS := --target=riscv64-unknown-elf -march=rv64ima_zicsr -mabi=lp64 -mcmodel=medany -mno-relax \
	-ffreestanding -O2 -g -fno-pic -ffunction-sections -fno-optimize-sibling-calls $(KCOV_CFLAGS) -Wno-unused-parameter
kernel-includes := -I. -Iexamples/kernel -Iport/bare -Iport/bare/include -Iuapi

kernel-core := $(addprefix $(riscv)/core/,$(kcov-core) $(kcov-core-cmp))
kernel-port := $(patsubst %.c,$(riscv)/%.o,$(bare-sources) $(bare-pool))
kernel-traced := $(addprefix $(riscv)/examples/,kernel/syscall.o kernel/tick.o expr.o)
kernel-objects := $(kernel-core) $(kernel-port) $(kernel-traced) \
	$(patsubst %,$(riscv)/examples/kernel/%.o,entry machine print string task trap)
kernel-link = $(Q)$(RISCV_LD) -T examples/kernel/kernel.lds --gc-sections -z nostart-stop-gc $(filter %.o,$^) -o $@

$(riscv)/%.o: %.c
	$(call say,CC,riscv:$<)
	$(folder)
	$(Q)$(RISCV_CC) $(RISCV_CFLAGS) $(kernel-includes) -c $< -o $@

$(riscv)/%.o: %.S
	$(folder)
	$(Q)$(RISCV_CC) $(RISCV_CFLAGS) -c $< -o $@

# Every function is one, for who reads what was executed.
$(kernel-traced): RISCV_CFLAGS += -fsanitize-coverage=trace-pc,trace-cmp -fno-inline
$(addprefix $(riscv)/core/,$(kcov-callbacks)): RISCV_CFLAGS += -foptimize-sibling-calls

$(riscv)/kernel: $(kernel-objects) $(riscv)/examples/kernel/client.o examples/kernel/kernel.lds
	$(call say,LD,$@)
	$(kernel-link)

.PHONY: demo-bare
# What is missing is installed before anything of it is compiled.
demo-bare: need-build need-tool need-bare ## the example kernel booted, and what two of its calls and its timer executed
	@$(MAKE) --no-print-directory $(BUILD)/kcovctl $(riscv)/kernel
	@examples/kernel/demo $(abspath $(BUILD)/kcovctl) $(abspath $(riscv)/kernel) '6*7' '6/0'

-include $(wildcard $(riscv)/*/*.d $(riscv)/*/*/*.d)
