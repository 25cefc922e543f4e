// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The table of a domain against an array that says the same slowly: every
 * handle that is in is found, none other is, until and after it is full; a slot
 * that a killed writer left half-written is nobody's, and so is what a reader
 * catches in the middle.
 * kills: a reach that is drawn in too far, a lock that dies with its holder, a
 * change that workers do not see.
 */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/tap.h"

#include "port/posix/domain/domain.h"

#define HANDLES (2 * KCOV_TABLE_SLOTS)
#define STEPS 100000

static struct posix_table table;
static bool in[HANDLES];
static unsigned int in_all;
static uint64_t rng_state = 1;

static uint32_t below(uint32_t n)
{
	rng_state = rng_state * 6364136223846793005ull + 1442695040888963407ull;
	return (uint32_t)(rng_state >> 33) % n;
}

/* Neighbours, as clients choose them, and some far away. */
static uint64_t handle_of(uint32_t i)
{
	return i % 2 ? 1 + i : (1ull << 56) + ((uint64_t)i << 20);
}

static bool agrees(uint32_t i)
{
	struct posix_sighting seen;
	bool found = posix_table_find(&table, handle_of(i), &seen);

	return found == in[i] &&
	       (!found ||
		(seen.entry.handle == handle_of(i) && seen.entry.ino == i));
}

static bool put(uint32_t i)
{
	struct posix_entry entry = { .handle = handle_of(i), .ino = i };
	bool there_is_room = in_all < KCOV_TABLE_SLOTS;
	uint32_t before = table.generation;

	if (posix_table_put_locked(&table, &entry) != there_is_room ||
	    (table.generation != before) != there_is_room)
		return false;
	in[i] = there_is_room;
	in_all += there_is_room;
	return true;
}

static bool clear(uint32_t i)
{
	struct posix_sighting seen;
	uint32_t before = table.generation;

	if (!posix_table_find(&table, handle_of(i), &seen))
		return false;
	posix_table_clear_locked(&table, seen.slot);
	in[i] = false;
	in_all--;
	return table.generation != before;
}

static bool all_agree(void)
{
	uint32_t i;

	for (i = 0; i < HANDLES; i++)
		if (!agrees(i))
			return false;
	return table.used == in_all;
}

/* Fills, then empties, with a preference that swings. */
static bool random_steps(void)
{
	uint32_t step;

	for (step = 0; step < STEPS; step++) {
		uint32_t i = below(HANDLES);
		bool fill = step / (STEPS / 4) % 2 == 0;

		if (!agrees(i))
			return false;
		if (in[i] && (!fill || !below(4)) && !clear(i))
			return false;
		if (!in[i] && (fill || !below(4)) && !put(i))
			return false;
	}
	return true;
}

static void check_against_an_array(void)
{
	uint32_t i;

	tap_ok(random_steps() && all_agree(), "random steps");
	for (i = 0; i < HANDLES; i++)
		if (!in[i] && !put(i))
			break;
	tap_ok(i == HANDLES && in_all == KCOV_TABLE_SLOTS && all_agree(),
	       "%u handles fill it, and all are found", in_all);
	for (i = 0; i < HANDLES; i++)
		if (in[i] && !clear(i))
			break;
	for (i = 0; i < KCOV_TABLE_SLOTS && !table.reach[i]; i++)
		;
	tap_ok(i == KCOV_TABLE_SLOTS && all_agree(),
	       "once it is empty look-ups are short again");
}

static void die_holding_the_lock(void)
{
	pid_t pid = fork();
	int status;

	if (!pid)
		_exit(0);
	waitpid(pid, &status, 0);
	table.lock = (uint32_t)pid;
}

static void check_killed_writer(void)
{
	struct posix_sighting seen;
	struct posix_slot *slot;

	put(1);
	put(2);
	posix_table_find(&table, handle_of(1), &seen);
	slot = &table.slots[seen.slot];
	/* As far as a put or a clear may have come. */
	slot->seq |= 1;
	table.used += 5;
	tap_ok(!posix_table_find(&table, handle_of(1), &seen),
	       "what is being written is not found");
	die_holding_the_lock();
	posix_table_lock(&table);
	in[1] = false;
	in_all--;
	tap_ok(!(slot->seq & 1) && all_agree(),
	       "what a killed writer left is nobody's");
	tap_ok(put(1) && all_agree(), "and can be had");
	posix_table_unlock(&table);
	tap_ok(!table.lock, "the lock is free");
}

int main(void)
{
	check_against_an_array();
	check_killed_writer();
	return tap_done();
}
