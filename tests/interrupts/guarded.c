// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The scripted host's memory: every block ends where a page without access
 * begins, starts behind bytes that nobody may change, and cannot be touched
 * once it is free.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "tests/port_fake/fake.h"

void *__wrap_calloc(size_t count, size_t size);
void __wrap_free(void *memory);

enum { PAGE = 4096, SLOTS = 16384, FILLING = 0x5a };

static uint8_t *pool;
static bool used[SLOTS];
static size_t bytes_of[SLOTS];

static uint8_t *page_of(int slot)
{
	return pool + (2 * slot + 1) * PAGE;
}

/* Round and round, so that a block is not somebody else's soon. */
static int next_slot(void)
{
	static int slot;
	int tries;

	if (!pool)
		pool = mmap(NULL, (2 * SLOTS + 1) * PAGE, PROT_NONE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	for (tries = 0; tries < SLOTS; tries++) {
		slot = (slot + 1) % SLOTS;
		if (!used[slot])
			return slot;
	}
	abort();
}

void *__wrap_calloc(size_t count, size_t size)
{
	/* A word's alignment, and the guard right behind the last word. */
	size_t bytes = (count * size + 7) & ~(size_t)7;
	int slot = next_slot();
	uint8_t *page = page_of(slot);

	if (bytes > PAGE)
		abort();
	used[slot] = true;
	bytes_of[slot] = bytes;
	mprotect(page, PAGE, PROT_READ | PROT_WRITE);
	memset(page, FILLING, PAGE - bytes);
	memset(page + PAGE - bytes, 0, bytes);
	return page + PAGE - bytes;
}

void __wrap_free(void *memory)
{
	int slot = (int)(((uint8_t *)memory - pool) / PAGE - 1) / 2;
	uint8_t *page = page_of(slot), *byte;

	fake_complaints += !used[slot] ||
			   memory != page + PAGE - bytes_of[slot];
	for (byte = page; byte < (uint8_t *)memory; byte++)
		fake_complaints += *byte != FILLING;
	mprotect(page, PAGE, PROT_NONE);
	used[slot] = false;
}
