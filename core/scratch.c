// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Private areas of sections. A session has areas of its own, as many as ran at
 * once and at most KCOV_MAX_SECTIONS; they are used again while it lasts and
 * freed with it, so nothing that one client collected can reach another, and
 * memory comes back. Interrupts cannot allocate: they share areas made at boot.
 */
#include "core/scratch.h"

/* [G] */
static struct kcov_section *interrupt_areas;

static struct kcov_section *pop(struct kcov_section **list)
{
	struct kcov_section *section = *list;

	if (section)
		*list = section->outer;
	return section;
}

static void push(struct kcov_section **list, struct kcov_section *section)
{
	section->outer = *list;
	*list = section;
}

struct kcov_section *kcov_scratch_take_locked(struct kcov_session *session)
{
	return pop(&session->idle);
}

struct kcov_section *kcov_scratch_take_interrupt_locked(void)
{
	return pop(&interrupt_areas);
}

bool kcov_scratch_reserve_locked(struct kcov_session *session)
{
	const uint64_t words =
		(uint64_t)(session->sections + 1) * session->section_words;

	if (session->sections >= KCOV_MAX_SECTIONS ||
	    words > KCOV_MAX_SESSION_WORDS)
		return false;
	session->sections++;
	return true;
}

void kcov_scratch_unreserve_locked(struct kcov_session *session)
{
	session->sections--;
}

struct kcov_section *kcov_scratch_put_locked(struct kcov_session *session,
					     struct kcov_section *section)
{
	if (section->for_interrupts) {
		push(&interrupt_areas, section);
		return NULL;
	}
	if (!session->ended) {
		push(&session->idle, section);
		return NULL;
	}
	kcov_scratch_unreserve_locked(session);
	section->outer = NULL;
	return section;
}

struct kcov_section *kcov_scratch_drain_locked(struct kcov_session *session)
{
	struct kcov_section *list = session->idle;
	struct kcov_section *section;

	for (section = list; section; section = section->outer)
		kcov_scratch_unreserve_locked(session);
	session->idle = NULL;
	return list;
}

void kcov_scratch_free(struct kcov_section *list)
{
	struct kcov_section *section;

	while ((section = pop(&list)))
		kcov_port_section_free(section);
}

int kcov_interrupts_prepare(unsigned int areas, size_t words)
{
	struct kcov_section *section;
	unsigned long flags;

	for (; areas; areas--) {
		section = kcov_port_section_alloc(words);
		if (!section)
			return -ENOMEM;
		section->words = words;
		section->for_interrupts = true;
		flags = kcov_port_registry_lock();
		push(&interrupt_areas, section);
		kcov_port_registry_unlock(flags);
	}
	return 0;
}
