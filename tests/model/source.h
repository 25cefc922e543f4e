/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Where the choices of a sequence come from: a seed, or bytes that somebody
 * else chose, such as a fuzzer; past their end every choice is the first.
 */
#ifndef KCOV_MODEL_SOURCE_H
#define KCOV_MODEL_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void source_seed(uint64_t seed);
void source_bytes(const uint8_t *bytes, size_t size);
/* Seeds have no end. */
bool source_is_empty(void);
/* The next choice out of n; a byte each where n allows. */
uint32_t below(uint32_t n);

#endif /* KCOV_MODEL_SOURCE_H */
