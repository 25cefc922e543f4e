// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Memory for hosts that have none to give: a static pool, called by the core
 * in any context but NMI. Left out where the host has its own two functions.
 */
#include "port/bare/bare.h"

enum { UNIT = 64, UNITS = BARE_POOL_BYTES / UNIT };

static struct {
	uint64_t memory[UNIT / sizeof(uint64_t)];
} pool[UNITS];
static bool used[UNITS];
static unsigned int lock;

static size_t units_of(size_t bytes)
{
	return bytes / UNIT + !!(bytes % UNIT);
}

/* Where so many units are free in a row; UNITS: nowhere. */
static size_t find(size_t units)
{
	size_t at, run = 0;

	for (at = 0; at < UNITS && run < units; at++)
		run = used[at] ? 0 : run + 1;
	return run < units ? UNITS : at - units;
}

void *kcov_port_alloc(size_t bytes)
{
	size_t units = units_of(bytes);
	unsigned long flags = bare_lock(&lock);
	size_t at = find(units);

	if (at < UNITS)
		__builtin_memset(&used[at], true, units);
	bare_unlock(&lock, flags);
	return at < UNITS ? __builtin_memset(&pool[at], 0, units * UNIT) : NULL;
}

void kcov_port_free(void *memory, size_t bytes)
{
	unsigned long flags;

	if (!memory)
		return;
	flags = bare_lock(&lock);
	__builtin_memset(&used[((char *)memory - (char *)pool) / UNIT], false,
			 units_of(bytes));
	bare_unlock(&lock, flags);
}
