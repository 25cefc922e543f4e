// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What the compiler calls before each access that the core makes, when told to
 * instrument it for a race detector; this one is ours.
 */
#include <stddef.h>
#include <stdint.h>

#include "tests/schedules/explore.h"

unsigned long compiler_told;

static void told(enum step_kind kind, const void *address, size_t bytes)
{
	compiler_told++;
	explore_access(kind, address, bytes);
}

#define ACCESS(name, kind, bytes)                \
	void __tsan_##name(const void *address); \
	void __tsan_##name(const void *address)  \
	{                                        \
		told(kind, address, bytes);      \
	}
#define SIZES(prefix, kind)        \
	ACCESS(prefix##1, kind, 1) \
	ACCESS(prefix##2, kind, 2) \
	ACCESS(prefix##4, kind, 4) \
	ACCESS(prefix##8, kind, 8) \
	ACCESS(prefix##16, kind, 16)

SIZES(read, STEP_READ)
SIZES(write, STEP_WRITE)
SIZES(unaligned_read, STEP_READ)
SIZES(unaligned_write, STEP_WRITE)
SIZES(volatile_read, STEP_READ)
SIZES(volatile_write, STEP_WRITE)

void __tsan_init(void);
void __tsan_func_entry(void *caller);
void __tsan_func_exit(void);
void __tsan_read_range(const void *address, size_t bytes);
void __tsan_write_range(const void *address, size_t bytes);
void __tsan_atomic64_store(uint64_t *address, uint64_t value, int order);
void *schedule_copy(void *to, const void *from, size_t bytes);

void __tsan_init(void)
{
}

void __tsan_func_entry(void *caller)
{
	(void)caller;
}

void __tsan_func_exit(void)
{
}

void __tsan_read_range(const void *address, size_t bytes)
{
	told(STEP_READ, address, bytes);
}

void __tsan_write_range(const void *address, size_t bytes)
{
	told(STEP_WRITE, address, bytes);
}

void __tsan_atomic64_store(uint64_t *address, uint64_t value, int order)
{
	(void)order;
	told(STEP_WRITE, address, sizeof(*address));
	*address = value;
}

/* The memcpy() of the core: word by word, as others may see it. */
void *schedule_copy(void *to, const void *from, size_t bytes)
{
	uint64_t word;
	size_t i;

	for (i = 0; i + sizeof(word) <= bytes; i += sizeof(word)) {
		explore_access(STEP_READ, (const char *)from + i, sizeof(word));
		word = *(const uint64_t *)((const char *)from + i);
		explore_access(STEP_WRITE, (char *)to + i, sizeof(word));
		*(uint64_t *)((char *)to + i) = word;
	}
	return to;
}
