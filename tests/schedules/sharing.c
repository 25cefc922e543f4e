// SPDX-License-Identifier: GPL-2.0-only OR MIT
#include "tests/schedules/sharing.h"

#include <stdlib.h>
#include <string.h>

enum { GRAIN = 8, BUCKETS = 1 << 14 };

struct grain {
	uintptr_t number; /* address / GRAIN, 0: unused */
	uint8_t by, written;
	bool shared;
	uintptr_t locks[4]; /* held at every access so far */
};

static struct grain grains[BUCKETS];

void sharing_forget(void)
{
	memset(grains, 0, sizeof(grains));
}

static struct grain *grain_of(uintptr_t number)
{
	uintptr_t at = number * 0x9e3779b97f4a7c15ull >> 50;
	unsigned int tries;

	for (tries = 0; tries < BUCKETS; tries++, at++) {
		struct grain *grain = &grains[at % BUCKETS];

		if (grain->number == number || !grain->number)
			return grain;
	}
	abort();
}

static bool holds(const uintptr_t *locks, uintptr_t lock)
{
	return lock && (locks[0] == lock || locks[1] == lock ||
			locks[2] == lock || locks[3] == lock);
}

/* True if a lock is left that was held every time. */
static bool keep_common(struct grain *grain, const uintptr_t *locks)
{
	bool left = false;
	int i;

	for (i = 0; i < 4; i++) {
		if (!holds(locks, grain->locks[i]))
			grain->locks[i] = 0;
		left |= grain->locks[i] != 0;
	}
	return left;
}

static bool note(struct grain *grain, int context, bool writes,
		 const uintptr_t *locks, bool *grew)
{
	bool protected;

	if (grain->shared)
		return true;
	if (!grain->by)
		memcpy(grain->locks, locks, sizeof(grain->locks));
	protected = keep_common(grain, locks);
	grain->by |= (uint8_t)(1u << context);
	grain->written |= writes;
	if (protected || !grain->written || !(grain->by & (grain->by - 1)))
		return false;
	grain->shared = true;
	*grew = true;
	return false;
}

bool sharing_note(int context, bool writes, const void *address, size_t bytes,
		  const uintptr_t *locks, bool *grew)
{
	uintptr_t number = (uintptr_t)address / GRAIN;
	uintptr_t last = ((uintptr_t)address + bytes - 1) / GRAIN;
	bool shared = false;

	for (; number <= last; number++) {
		struct grain *grain = grain_of(number);

		grain->number = number;
		shared |= note(grain, context, writes, locks, grew);
	}
	return shared;
}
