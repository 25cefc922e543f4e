# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The ways a workload is compiled, all alike but for the instrumentation. A
# change here rebuilds every program of the benchmark.

# Compiled alike but for the instrumentation. Frames and tail calls as a
# distribution has them; no debug information, which nobody reads here.
base-flags := -O2 -w -I. -D_GNU_SOURCE
flags-base :=
flags-pc := -fsanitize-coverage=trace-pc -fno-optimize-sibling-calls
flags-cmp := -fsanitize-coverage=trace-cmp
# what a kernel is built with
flags-both := -fsanitize-coverage=trace-pc,trace-cmp -fno-optimize-sibling-calls
flags-gcov := --coverage
flags-gcovatomic := --coverage -fprofile-update=atomic
flags-counters := -fsanitize-coverage=inline-8bit-counters
flags-fuzzer := -fsanitize=fuzzer-no-link
flags-afl :=
flags-cmplog :=
