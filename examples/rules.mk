# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The demonstrations: the documentation's program on a library and in a kernel.

.PHONY: demo demo-kernel

# Tail calls would report the caller's PC; without PIE, PCs are those of the file.
$(BUILD)/examples/expr.o: examples/expr.c examples/expr.h examples/rules.mk
	$(folder)
	$(Q)$(CC) -g -O0 $(KCOV_CFLAGS) -fno-pie -fsanitize-coverage=trace-pc \
		-fno-optimize-sibling-calls -c $< -o $@

$(BUILD)/examples/doc-program: examples/doc-program.c $(BUILD)/examples/expr.o $(BUILD)/lib/libkcov.a
	$(Q)$(CC) -g -O1 -no-pie $^ -o $@

$(BUILD)/tests/seeds/%: tests/seeds/%.c $(BUILD)/lib/libkcov.a
	$(folder)
	$(Q)$(CC) -g -O1 $^ -o $@

$(BUILD)/examples/evaluate: examples/evaluate.c $(BUILD)/examples/expr.o $(BUILD)/lib/libkcov.a
	$(Q)$(CC) -g -O1 -no-pie $^ -o $@

# What is missing is installed before anything of it is compiled.
demo: need-build need-tool ## what one call into a library executed, for two inputs
	@$(MAKE) --no-print-directory $(BUILD)/kcovctl $(BUILD)/examples/evaluate
	@examples/demo $(abspath $(BUILD)/kcovctl) $(abspath $(BUILD)/examples/evaluate) '6*7' '6/0'

demo-kernel: need-kernel $(BUILD)/tests/seeds/kcov-doc-first-program ## the documentation's program in a real kernel
	@examples/demo-kernel $(BUILD)/tests/seeds/kcov-doc-first-program

# A thread pool whose clients each get the coverage of their own requests.
$(BUILD)/examples/pool-clients: examples/pool-clients.c examples/pool.c examples/pool.h $(BUILD)/examples/expr.o $(BUILD)/lib/libkcov.a
	$(Q)$(CC) -g -O1 -no-pie -pthread -Iuapi -Iport/posix/include -Iexamples $(filter %.c %.o %.a,$^) -o $@

# The same with processes for threads: a pre-fork server.
$(BUILD)/examples/prefork-clients: examples/prefork-clients.c examples/prefork.c examples/prefork.h $(BUILD)/examples/expr.o $(BUILD)/lib/libkcov.a
	$(Q)$(CC) -g -O1 -no-pie -Iuapi -Iport/posix/include -Iexamples $(filter %.c %.o %.a,$^) -o $@
