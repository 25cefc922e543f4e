# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The benchmark's commands; what it compares is in bench/matrix.py.

.PHONY: bench bench-quick bench-libs bench-baseline bench-kernel bench-clears bench-room bench-fuzz bench-stability bench-sizes bench-doc

# The library by each compiler that builds programs.
bench-libs: lib
	$(Q)$(MAKE) --no-print-directory -s lib BUILD=$(BUILD)/second CC=clang-19

bench: need-build need-bench bench-libs ## our cost beside every peer's, as ratios; pictures and JSON in build/bench
	$(Q)BUILD=$(BUILD) bench/run --json $(BUILD)/bench/results.json $(BENCH_OPTIONS)
	$(Q)BUILD=$(BUILD) bench/pictures $(BUILD)/bench/results.json $(BUILD)/bench
	$(Q)bench/goals $(BUILD)/bench/results.json

bench-kernel: need-build need-kernel need-qemu need-sizes ## the same for kernels: instructions, ours beside stock
	$(Q)BUILD=$(BUILD) bench/kernels $(BUILD)/bench/results.json

bench-clears: need-build need-kernel ## clears beside a thread that goes to sleep, ours beside stock
	$(Q)BUILD=$(BUILD) bench/clears 100

bench-room: need-build need-kernel need-fuzz need-tool tool ## what mounts, reads and calls take of an area, by what it holds
	$(Q)BUILD=$(BUILD) bench/room

# Executions of each target in each kernel.
bench-fuzz: RUNS := 400
bench-fuzz: need-build need-kernel need-fuzz need-tool tool ## what AFL++ finds in five targets, ours beside stock
	$(Q)KCOV_BUILD=$(BUILD) bench/fuzz $(RUNS)

bench-sizes: need-build need-check need-tool-check ## bytes of the core and the smallest port, into doc/porting.md
	$(Q)bench/sizes doc/porting.md

# RUNS of each of two hundred calls, ours and stock, in both kernels.
bench-stability: RUNS := 1000
bench-stability: need-build need-kernel need-qemu ## calls whose traces differ from run to run, ours beside stock
	$(Q)BUILD=$(BUILD) bench/stability/run --runs $(RUNS) --target uml
	$(Q)BUILD=$(BUILD) bench/stability/run --runs $(RUNS) --target x86_64

bench-doc: ## the tables and the picture of the documentation from the last results
	$(Q)bench/tables $(BUILD)/bench/results.json doc/performance.md README.md
	$(Q)bench/pictures $(BUILD)/bench/results.json $(BUILD)/bench
	$(Q)cp $(BUILD)/bench/cycle-count.svg doc/

bench-quick: need-build need-count bench-libs ## instruction counts against the committed ones, under a minute
	$(Q)BUILD=$(BUILD) bench/quick $(if $(COUNT),--count $(COUNT))

bench-baseline: need-build need-count bench-libs ## make today's instruction counts the committed ones
	$(Q)BUILD=$(BUILD) bench/quick --write
