/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* What every fuzz target defines; libFuzzer, AFL++ and run-corpus.c call it. */
#ifndef KCOV_FUZZ_TARGET_H
#define KCOV_FUZZ_TARGET_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

#endif /* KCOV_FUZZ_TARGET_H */
