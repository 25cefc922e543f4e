// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The scripted host of one thread, with contexts by decree. Memory is malloc's,
 * so that sanitizers see each byte.
 */
#include <stdlib.h>

#include "tests/port_fake/fake.h"
#include "tests/port_fake/kind.h"

int fake_live_objects;
int fake_complaints;
void (*fake_freed)(void);

enum { ALONE = 1 };

#define FAKE_CANARY 0x7379656e616e7263ull

/*
 * Stands before what was allocated, to be asked when it is freed. No checker
 * knows where it ends and an area begins; the canary does.
 */
struct allocation {
	struct allocation *older, *newer;
	uint64_t bytes;
	uint64_t canary;
	uint64_t memory[];
};
static struct allocation *newest;

int fake_running(void)
{
	return ALONE;
}

bool fake_is_dead(int who)
{
	(void)who;
	return false;
}

bool fake_lock(uint8_t *holder)
{
	fake_rule(*holder, "a lock is taken that was never made, or is held");
	*holder = ALONE;
	return false;
}

void fake_unlock(uint8_t *holder)
{
	*holder = 0;
}

void fake_touch(const void *memory, size_t bytes)
{
	(void)memory;
	(void)bytes;
}

void *fake_memory(size_t bytes)
{
	struct allocation *allocation = calloc(1, sizeof(*allocation) + bytes);

	fake_live_objects++;
	allocation->older = newest;
	if (newest)
		newest->newer = allocation;
	newest = allocation;
	allocation->bytes = bytes;
	allocation->canary = FAKE_CANARY;
	return allocation->memory;
}

static struct allocation *allocation_of(const void *memory)
{
	return (struct allocation *)((char *)memory -
				     offsetof(struct allocation, memory));
}

void fake_memory_free(void *memory)
{
	struct allocation *allocation;

	if (!memory)
		return;
	allocation = allocation_of(memory);
	fake_live_objects--;
	fake_complaints += allocation->canary != FAKE_CANARY;
	if (allocation->older)
		allocation->older->newer = allocation->newer;
	if (allocation->newer)
		allocation->newer->older = allocation->older;
	else
		newest = allocation->older;
	free(allocation);
	if (fake_freed)
		fake_freed();
}

bool fake_memory_is(const void *memory, size_t bytes)
{
	return allocation_of(memory)->bytes == bytes;
}

void fake_each_object(void (*see)(const void *memory, size_t bytes))
{
	const struct allocation *allocation;

	for (allocation = newest; allocation; allocation = allocation->older)
		see(allocation->memory, allocation->bytes);
}

void fake_rule(bool broken, const char *what)
{
	(void)what;
	fake_complaints += broken;
}
