// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The scripted host of several contexts: locks wait, and a dead context's lock
 * goes to the next with the device mended, as in user space.
 */
#include "tests/port_fake/kind.h"
#include "tests/schedules/explore.h"
#include "tests/schedules/memory.h"

int fake_running(void)
{
	return explore_running() + 1;
}

bool fake_is_dead(int who)
{
	return who && explore_is_dead(who - 1);
}

bool fake_lock(uint8_t *holder)
{
	return explore_lock(holder);
}

void fake_unlock(uint8_t *holder)
{
	explore_unlock(holder);
}

void fake_touch(const void *memory, size_t bytes)
{
	explore_access(STEP_WRITE, memory, bytes);
}

void *fake_memory(size_t bytes)
{
	return memory_alloc(bytes);
}

void fake_memory_free(void *memory)
{
	memory_free(memory);
}

bool fake_memory_is(const void *memory, size_t bytes)
{
	return memory_bytes(memory) == bytes;
}

void fake_rule(bool broken, const char *what)
{
	if (broken)
		explore_fail(what);
}
