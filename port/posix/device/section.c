// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The memory of a section, laid out like a device and its area. Called by the
 * core for a start and a stop, and when a thread ends in a section.
 */
#include "core/kcov.h"
#include "port/posix/device/device.h"
#include "port/posix/os/raw.h"

/*
 * [ section | guard, wiped by fork | area ]: like a device's area. The section
 * itself survives a fork, for a child that uses it again.
 */
static size_t section_bytes(size_t words)
{
	return 2 * posix_page_bytes() + words * sizeof(uintptr_t);
}

struct posix_guard *posix_section_guard(const struct kcov_section *section)
{
	return (struct posix_guard *)((char *)section + posix_page_bytes());
}

struct kcov_section *kcov_port_section_alloc(size_t words)
{
	struct kcov_section *section = kcov_port_alloc(section_bytes(words));

	if (!section)
		return NULL;
	if (posix_raw(SYS_madvise, posix_section_guard(section),
		      posix_page_bytes(), MADV_WIPEONFORK)) {
		kcov_port_free(section, section_bytes(words));
		return NULL;
	}
	section->area = (char *)section + 2 * posix_page_bytes();
	section->feedback = posix_guard_feedback(posix_section_guard(section));
	return section;
}

void kcov_port_section_free(struct kcov_section *section)
{
	kcov_port_free(section, section_bytes(section->words));
}

void kcov_port_section_ready(struct kcov_section *section, enum kcov_mode mode,
			     uint64_t limit)
{
	struct posix_guard *guard = posix_section_guard(section);

	(void)mode;
	*(uint64_t *)section->area = 0;
	guard->alive = 1;
	posix_area_set_limit(guard, limit);
}

/* The thread ends in it: what it collected is lost, if anybody wanted it. */
void posix_section_left_open(const struct kcov_section *section)
{
	const struct kcov_session *session = section->session;
	unsigned long flags = kcov_port_registry_lock();
	bool is_wanted = !session->ended;

	kcov_port_registry_unlock(flags);
	if (is_wanted)
		posix_complain_of(KCOV_SECTION_LEFT_OPEN,
				  session->nodes[0].handle);
}
