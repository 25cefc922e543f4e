/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What a device has not kept, by reason, from INIT_TRACE on: KCOV_STAT tells.
 * Numbers of clients that share the device with others are theirs to spoil; the
 * core only adds to them.
 *
 * [O] added to by the owner's callbacks alone, and for a remote session as [L];
 * read by anybody;
 * [L] under the device lock.
 */
#ifndef KCOV_CORE_COUNTERS_H
#define KCOV_CORE_COUNTERS_H

#include "core/access.h"

struct kcov_counters {
	uint64_t full;	      /* [O] records: the area was full */
	uint64_t cmp_full;    /* [O] records: its part for comparisons was */
	uint64_t repeated;    /* [O] PCs logged again: the set was full */
	uint64_t section;     /* [L] records: a section's area was full */
	uint64_t delivery;    /* [L] records: no room when a section stopped */
	uint64_t no_area;     /* [L] sections: no private area */
	uint64_t stale;	      /* [L] sections: began before what lasts now */
	uint64_t too_deep;    /* [L] sections: inside too many others */
	uint64_t high_water;  /* [L] records: most that a call found */
	uint64_t lost_before; /* [L] all that was lost, at the last reset */
	uint32_t resets;      /* [L] KCOV_RESET_TRACE that succeeded */
};

/* In any context, by one task at a time: no atomic operation. */
KCOV_INLINE void kcov_counter_add(uint64_t *counter, uint64_t more)
{
	kcov_store_u64(counter, kcov_load_u64(counter) + more);
}

/*
 * Where 64 bits are loaded in halves, a number that grows meanwhile may be seen
 * in two halves that never belonged together: not twice in a row.
 */
KCOV_INLINE uint64_t kcov_counter_read(const uint64_t *counter)
{
	uint64_t seen = kcov_load_u64(counter);
	uint64_t again = kcov_load_u64(counter);
	int tries;

	for (tries = 0; seen != again && tries < 8; tries++) {
		seen = again;
		again = kcov_load_u64(counter);
	}
	return again;
}

/* Grows with every record and every section that is lost. */
KCOV_INLINE uint64_t
kcov_counters_lost_locked(const struct kcov_counters *counters)
{
	return kcov_counter_read(&counters->full) +
	       kcov_counter_read(&counters->cmp_full) + counters->section +
	       counters->delivery + counters->no_area + counters->stale +
	       counters->too_deep;
}

#endif /* KCOV_CORE_COUNTERS_H */
