// SPDX-License-Identifier: GPL-2.0-only OR MIT
#include "tests/schedules/memory.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/schedules/explore.h"

enum { GRAIN = 8, ROOM = 40 << 10, GAP = 2 * GRAIN, STATE = 8 << 10 };

struct part {
	size_t used;
	uint8_t live[ROOM / GRAIN]; /* 0: nobody's, or free */
	uint8_t bytes[ROOM] __attribute__((aligned(64)));
};

/* The first is what was there before the contexts. */
static struct part parts[1 + CONTEXTS];
static int allocating;

/* The core's variables and those marked PUT_BACK. */
extern uint8_t __start_kcov_state[], __stop_kcov_state[];

static struct part kept;
static uint8_t kept_state[STATE];
static int blocks PUT_BACK;

static size_t state_bytes(void)
{
	return (size_t)(__stop_kcov_state - __start_kcov_state);
}

int memory_blocks(void)
{
	return blocks;
}

void memory_context(int context)
{
	allocating = 1 + context;
}

/* A block's size stands before it, out of reach. */
void *memory_alloc(size_t bytes)
{
	struct part *part = &parts[allocating];
	size_t at = part->used + GAP;

	bytes = (bytes + GRAIN - 1) / GRAIN * GRAIN;
	if (at + bytes + GAP > ROOM)
		abort();
	part->used = at + bytes;
	memset(part->bytes + at, 0, bytes);
	memset(part->live + at / GRAIN, 1, bytes / GRAIN);
	memcpy(part->bytes + at - GRAIN, &bytes, sizeof(bytes));
	blocks++;
	return part->bytes + at;
}

size_t memory_bytes(const void *memory)
{
	size_t bytes;

	memcpy(&bytes, (const uint8_t *)memory - GRAIN, sizeof(bytes));
	return bytes;
}

static struct part *part_of(uintptr_t address)
{
	unsigned int i;

	for (i = 0; i < 1 + CONTEXTS; i++)
		if (address - (uintptr_t)parts[i].bytes < ROOM)
			return &parts[i];
	return NULL;
}

static bool is_live(const struct part *part, uintptr_t address, size_t bytes)
{
	size_t from = (address - (uintptr_t)part->bytes) / GRAIN;
	size_t last = (address + bytes - 1 - (uintptr_t)part->bytes) / GRAIN;

	for (; from <= last && last < ROOM / GRAIN; from++)
		if (!part->live[from])
			return false;
	return last < ROOM / GRAIN;
}

void memory_check(const void *address, size_t bytes)
{
	const struct part *part = part_of((uintptr_t)address);

	if (part && !is_live(part, (uintptr_t)address, bytes))
		explore_fail("memory is touched that is free, or nobody's");
}

void memory_free(void *memory)
{
	struct part *part = part_of((uintptr_t)memory);
	size_t bytes;

	if (!memory)
		return;
	bytes = memory_bytes(memory);
	explore_access(STEP_WRITE, memory, bytes);
	memory_check(memory, bytes);
	memset(part->live + ((uint8_t *)memory - part->bytes) / GRAIN, 0,
	       bytes / GRAIN);
	blocks--;
}

void memory_keep(void)
{
	if (state_bytes() > STATE)
		abort();
	kept = parts[0];
	memcpy(kept_state, __start_kcov_state, state_bytes());
}

void memory_put_back(void)
{
	unsigned int i;

	memcpy(parts[0].bytes, kept.bytes, kept.used);
	memcpy(parts[0].live, kept.live, parts[0].used / GRAIN + 1);
	parts[0].used = kept.used;
	for (i = 1; i < 1 + CONTEXTS; i++) {
		memset(parts[i].live, 0, parts[i].used / GRAIN + 1);
		parts[i].used = 0;
	}
	memcpy(__start_kcov_state, kept_state, state_bytes());
}

const char *memory_name(uintptr_t address)
{
	static char name[64];
	const struct part *part = part_of(address);

	if (part)
		snprintf(name, sizeof(name), "%s + %#zx",
			 part == parts ? "what was there before" :
					 "what a context allocated",
			 (size_t)(address - (uintptr_t)part->bytes));
	else
		snprintf(name, sizeof(name), "the core's variables + %#zx",
			 (size_t)(address - (uintptr_t)__start_kcov_state));
	return name;
}

void memory_forget(void)
{
	memory_put_back();
	memset(parts[0].live, 0, sizeof(parts[0].live));
	parts[0].used = 0;
	memset(__start_kcov_state, 0, state_bytes());
}
