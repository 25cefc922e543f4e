// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The table of a domain: which handle is whose. Looked up without a lock, by
 * any thread and in signal handlers; written under a lock that names its
 * holder, so that a killed writer holds up nobody. Every state that a kill can
 * leave is a valid one: a slot that was being written belongs to nobody.
 */
#include "port/posix/domain/domain.h"

static uint32_t place_of(uint64_t handle)
{
	const uint64_t golden = 0x9e3779b97f4a7c15ull;

	return (uint32_t)((handle * golden) >> 40) % KCOV_TABLE_SLOTS;
}

static uint32_t slot_at(uint32_t place, uint32_t distance)
{
	return (place + distance) % KCOV_TABLE_SLOTS;
}

/* order: publish B: seq before the entry, the entry before seq again */
static bool read_slot(const struct posix_slot *slot, uint64_t handle,
		      struct posix_sighting *seen)
{
	seen->seq = __atomic_load_n(&slot->seq, __ATOMIC_ACQUIRE);
	if (seen->seq & 1 || slot->entry.handle != handle)
		return false;
	seen->entry = slot->entry;
	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	return __atomic_load_n(&slot->seq, __ATOMIC_RELAXED) == seen->seq;
}

/* A slot that changes meanwhile belonged to nobody for a moment: not found. */
bool posix_table_find(const struct posix_table *table, uint64_t handle,
		      struct posix_sighting *seen)
{
	uint32_t place = place_of(handle);
	uint32_t reach =
		__atomic_load_n(&table->reach[place], __ATOMIC_ACQUIRE);
	uint32_t i;

	for (i = 0; i <= reach && i < KCOV_TABLE_SLOTS; i++) {
		seen->slot = slot_at(place, i);
		if (read_slot(&table->slots[seen->slot], handle, seen))
			return handle != 0;
	}
	return false;
}

/* order: publish A: seq odd, the entry, seq even */
static void write_slot(struct posix_slot *slot, const struct posix_entry *entry)
{
	__atomic_store_n(&slot->seq, slot->seq | 1, __ATOMIC_RELAXED);
	__atomic_thread_fence(__ATOMIC_RELEASE);
	slot->entry = *entry;
	__atomic_store_n(&slot->seq, slot->seq + 1, __ATOMIC_RELEASE);
}

static void count_change(struct posix_table *table)
{
	__atomic_store_n(&table->generation, table->generation + 1,
			 __ATOMIC_RELEASE);
}

/* Never fewer than there are. */
static void count_used(struct posix_table *table, int more)
{
	__atomic_store_n(&table->used, table->used + (uint32_t)more,
			 __ATOMIC_RELEASE);
}

bool posix_table_put_locked(struct posix_table *table,
			    const struct posix_entry *entry)
{
	uint32_t place = place_of(entry->handle);
	uint32_t i;

	for (i = 0; i < KCOV_TABLE_SLOTS; i++)
		if (!table->slots[slot_at(place, i)].entry.handle)
			break;
	if (i == KCOV_TABLE_SLOTS)
		return false;
	if (i > table->reach[place])
		__atomic_store_n(&table->reach[place], (uint16_t)i,
				 __ATOMIC_RELEASE);
	count_used(table, 1);
	write_slot(&table->slots[slot_at(place, i)], entry);
	count_change(table);
	return true;
}

/* Nothing of this place is as far away as it was: look-ups get short again. */
static void draw_in(struct posix_table *table, uint32_t place)
{
	uint32_t i = table->reach[place];

	while (i) {
		const struct posix_entry *entry =
			&table->slots[slot_at(place, i)].entry;

		if (entry->handle && place_of(entry->handle) == place)
			break;
		i--;
	}
	__atomic_store_n(&table->reach[place], (uint16_t)i, __ATOMIC_RELAXED);
}

void posix_table_clear_locked(struct posix_table *table, uint32_t slot)
{
	static const struct posix_entry nobody;
	uint32_t place = place_of(table->slots[slot].entry.handle);

	write_slot(&table->slots[slot], &nobody);
	count_used(table, -1);
	draw_in(table, place);
	count_change(table);
}

/* The last holder was killed: nobody gets what it was about to write. */
static void mend(struct posix_table *table)
{
	uint32_t used = 0;
	uint32_t i;

	for (i = 0; i < KCOV_TABLE_SLOTS; i++) {
		if (table->slots[i].seq & 1)
			posix_table_clear_locked(table, i);
		used += table->slots[i].entry.handle != 0;
	}
	__atomic_store_n(&table->used, used, __ATOMIC_RELEASE);
	count_change(table);
}

void posix_table_lock(struct posix_table *table)
{
	posix_signals_block();
	if (posix_lock_take(&table->lock))
		mend(table);
}

void posix_table_unlock(struct posix_table *table)
{
	posix_lock_let_go(&table->lock);
	posix_signals_restore();
}
