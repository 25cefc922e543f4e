// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Private areas of sections. A session has areas of its own, as many as ran at
 * once and at most KCOV_MAX_SECTIONS; they are used again while it lasts and
 * freed with it, so nothing that one client collected can reach another, and
 * memory comes back. Interrupts cannot allocate: they share areas made at boot.
 */
#include "core/kcov.h"
#include "core/section.h"

/* [G] */
static uint64_t all_words;
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

void kcov_scratch_forget_locked(void)
{
	all_words = 0;
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
	if (session->sections >= KCOV_MAX_SECTIONS ||
	    all_words + session->section_words > KCOV_MAX_ALL_SECTION_WORDS)
		return false;
	session->sections++;
	all_words += session->section_words;
	return true;
}

void kcov_scratch_unreserve_locked(struct kcov_session *session)
{
	session->sections--;
	all_words -= session->section_words;
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
