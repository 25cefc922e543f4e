// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Unique PCs and edges by sections. Called by section.c and remote_enable.c
 * with the device lock held. Several processes may deliver to one device, and
 * each of them may be killed half-way: what one has to know of the others
 * stands in the area and in the device, which both may be written by anybody
 * [S].
 */
#include "core/delivery.h"

#include <uapi/linux/kcov_extended.h>

#include "core/unique.h"

static uintptr_t at_most(uintptr_t a, uintptr_t b)
{
	return a < b ? a : b;
}

struct kcov_delivery kcov_delivery_of(const struct kcov_section *section)
{
	const uintptr_t *area = section->area;

	return (struct kcov_delivery){
		.next = &area[1],
		.left = at_most(area[0], kcov_pc_limit(section->words)),
	};
}

static volatile uint8_t *map_of(const struct kcov_session *session)
{
	return (uint8_t *)((uintptr_t *)session->area + 1);
}

static volatile uint32_t *list_of(const struct kcov_session *session)
{
	return (volatile uint32_t *)(map_of(session) + session->limit);
}

static void clear_map(const struct kcov_session *session)
{
	__builtin_memset((uintptr_t *)session->area + 1, 0,
			 (size_t)session->limit);
	/* Before it is said that nothing is there. */
	kcov_irq_fence();
}

void kcov_delivery_ready_locked(struct kcov_session *session)
{
	const uintptr_t limit = (uintptr_t)session->limit;
	const uintptr_t count = kcov_load_word(session->area);

	if (!count && session->choice.feedback == KCOV_FEEDBACK_EDGES)
		clear_map(session);
	session->device->delivered.records = at_most(count, limit);
}

/*
 * What the area has beyond its count is nothing: all of it after a reset, and
 * after a delivery that was killed what that one had not counted yet. A client
 * that takes back a part of a list has what it did.
 */
static void forget_counters(const struct kcov_session *session, uintptr_t count,
			    uintptr_t listed)
{
	if (!count && listed > KCOV_DELIVERY_PIECE)
		clear_map(session);
	if (listed - count > KCOV_DELIVERY_PIECE)
		return;
	while (listed > count) {
		const uint32_t at = list_of(session)[--listed];

		if (at < session->limit)
			map_of(session)[at] = 0;
	}
}

/* False for a counter that is 0, which has to go on the list. */
static bool count_again(volatile uint8_t *counter)
{
	const uint8_t value = *counter;

	if (value && value != 255)
		*counter = (uint8_t)(value + 1);
	return value;
}

/*
 * An entry stands before it is said to be one, and then its counter: who finds
 * more of them than the count says can undo them all. The compiler keeps
 * volatile accesses in order, and a kill has no other CPU.
 */
static void list_counter(const struct kcov_session *session, uintptr_t entry,
			 uint32_t at)
{
	list_of(session)[entry] = at;
	kcov_store_word(&session->device->delivered.records, entry + 1);
	map_of(session)[at] = 1;
}

static uint64_t fold_piece(struct kcov_session *session,
			   struct kcov_delivery *delivery)
{
	uintptr_t *records = &session->device->delivered.records;
	const uintptr_t limit = (uintptr_t)session->limit;
	const uintptr_t listed = at_most(kcov_load_word(records), limit);
	const uintptr_t have = kcov_load_word(session->area);
	uint32_t steps = KCOV_DELIVERY_PIECE;
	uintptr_t count = have;
	uint64_t lost = 0;

	if (have < listed)
		forget_counters(session, have, listed);
	kcov_store_word(records, at_most(have, limit));
	for (; steps && delivery->left; steps--, delivery->left--) {
		const uintptr_t pc = *delivery->next++;
		const uint32_t at = kcov_edge_counter(delivery->previous, pc,
						      session->choice.map_bits);

		delivery->previous = pc;
		if (count_again(&map_of(session)[at]))
			continue;
		/* Only a client's own stores can make the list too short. */
		if (count < limit)
			list_counter(session, count++, at);
		else
			lost++;
	}
	/* order: append A: records before count; read by clients, acquiring */
	if (count != have)
		kcov_port_store_release(session->area, count);
	return lost;
}

/*
 * The set is made to be of what the area has now, by at most so many steps: of
 * what this process delivered and, where there are others, what those did,
 * which is read here. Returns the steps that are left.
 */
static uint32_t catch_up(struct kcov_session *session, uintptr_t count,
			 uint32_t steps)
{
	const struct kcov_delivered *delivered = &session->device->delivered;
	struct kcov_known *known = &session->known;
	const uintptr_t *area = session->area;
	uint64_t no_place = 0;

	if (known->rewound != delivered->rewound) {
		known->rewound = delivered->rewound;
		known->is_old = true;
		known->records = 0;
	}
	for (; steps && known->is_old; steps--) {
		struct kcov_feedback *set = &known->feedback;

		if (set->used)
			set->set.pcs[set->set.used[--set->used]] = 0;
		known->is_old = set->used;
	}
	known->feedback.repeated = &no_place;
	for (; steps && known->records < count; steps--)
		kcov_unique_add(&known->feedback,
				kcov_load_word(&area[1 + known->records++]));
	return steps;
}

/* What the last delivery left there, or less: then the sets are all too old. */
static uintptr_t records_there(struct kcov_session *session, uintptr_t count)
{
	struct kcov_delivered *delivered = &session->device->delivered;
	uintptr_t records = kcov_load_word(&delivered->records);

	if (count < records) {
		/* First: who is killed in between rewinds it once more. */
		kcov_counter_add(&delivered->rewound, 1);
		records = count;
		kcov_store_word(&delivered->records, records);
	}
	return at_most(records, (uintptr_t)session->limit);
}

static uint64_t log_piece(uintptr_t *area, struct kcov_session *session,
			  struct kcov_delivery *delivery)
{
	const uintptr_t have = kcov_load_word(&area[0]);
	struct kcov_known *known = &session->known;
	uint32_t steps = catch_up(session, records_there(session, have),
				  KCOV_DELIVERY_PIECE);
	uintptr_t count = have;
	uint64_t lost = 0;

	known->feedback.repeated = &session->device->counters.repeated;
	for (; steps && delivery->left; steps--, delivery->left--) {
		const uintptr_t pc = *delivery->next++;

		if (!kcov_unique_add(&known->feedback, pc))
			continue;
		if (count < session->limit)
			kcov_store_word(&area[1 + count++], pc);
		else
			lost++;
	}
	if (count == have)
		return lost;
	/* First: a count that is behind is one that was rewound. */
	kcov_store_word(&session->device->delivered.records, count);
	known->records = count;
	/* order: append A: records before count; read by clients, acquiring */
	kcov_port_store_release(&area[0], count);
	return lost;
}

uint64_t kcov_delivery_go_on_locked(struct kcov_session *session,
				    struct kcov_delivery *delivery)
{
	return session->choice.feedback == KCOV_FEEDBACK_EDGES ?
		       fold_piece(session, delivery) :
		       log_piece(session->area, session, delivery);
}
