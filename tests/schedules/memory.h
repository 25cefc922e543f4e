/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Memory of a schedule: what is freed is not used again before its end, each
 * context allocates from a part of its own (so that an address means the same
 * in every schedule), and all of it can be put back to what it was.
 */
#ifndef KCOV_TESTS_SCHEDULES_MEMORY_H
#define KCOV_TESTS_SCHEDULES_MEMORY_H

#include <stddef.h>
#include <stdint.h>

/* Variables that are put back too, beside the core's own. */
#define PUT_BACK __attribute__((section("kcov_state")))

/* Zeroed. */
void *memory_alloc(size_t bytes);
void memory_free(void *memory);
/* Of a block, in whole words. */
size_t memory_bytes(const void *memory);
/* Blocks that are allocated. */
int memory_blocks(void);
/* Fails the schedule if it is not memory that may be touched. */
void memory_check(const void *address, size_t bytes);
/* Who allocates: a context, or -1 for what was there before. */
void memory_context(int context);
/* What it is now is what memory_put_back() makes of it. */
void memory_keep(void);
void memory_put_back(void);
/* There is nothing. */
void memory_forget(void);
/* For people. */
const char *memory_name(uintptr_t address);

#endif /* KCOV_TESTS_SCHEDULES_MEMORY_H */
