// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Appends what a section collected to the area of its device. Whole records
 * only, bounded by a private limit: the count found in the device's area is
 * untrusted, and nothing is appended behind a count that is no count. Device
 * lock held.
 */
#include "core/append.h"

#include "core/buffer.h"

static uintptr_t append_pc(uintptr_t *to, uintptr_t limit,
			   const uintptr_t *from, uintptr_t from_limit)
{
	uintptr_t have = kcov_load_word(&to[0]);
	uintptr_t all = from[0] < from_limit ? from[0] : from_limit;
	uintptr_t more = all;

	if (have >= limit)
		return all;
	if (more > limit - have)
		more = limit - have;
	__builtin_memcpy(&to[1 + have], &from[1], more * sizeof(*to));
	/* order: append A: records before count; read by clients, acquiring */
	kcov_port_store_release(&to[0], have + more);
	return all - more;
}

static uint64_t append_cmp(uint64_t *to, uint64_t limit, const uint64_t *from,
			   uint64_t from_limit)
{
	const size_t words = KCOV_CMP_RECORD_WORDS;
	uint64_t have = kcov_load_u64(&to[0]);
	uint64_t all = from[0] < from_limit ? from[0] : from_limit;
	uint64_t more = all;

	if (have >= limit)
		return all;
	if (more > limit - have)
		more = limit - have;
	__builtin_memcpy(&to[1 + have * words], &from[1],
			 (size_t)(more * words * sizeof(*to)));
	kcov_port_store_release_u64(&to[0], have + more);
	return all - more;
}

uint64_t kcov_area_append(enum kcov_mode mode, void *to, uint64_t limit,
			  const void *from, uint64_t from_limit)
{
	return mode == KCOV_MODE_PC ? append_pc(to, (uintptr_t)limit, from,
						(uintptr_t)from_limit) :
				      append_cmp(to, limit, from, from_limit);
}
