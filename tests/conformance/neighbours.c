// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The part of the harness that puts areas side by side.
 */
#include "neighbours.h"

static struct session place(char *where, unsigned long words)
{
	struct session session = { .fd = device_open(), .words = words };

	CHECK_OK(ioctl(session.fd, KCOV_INIT_TRACE, session.words));
	session.area = CHECK_OK(mmap(
		where, session.words * sizeof(unsigned long),
		PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, session.fd, 0));
	return session;
}

struct neighbours neighbours_open_sized(unsigned long words)
{
	const size_t page = sysconf(_SC_PAGESIZE);
	const size_t bytes = words * sizeof(unsigned long);
	char *reserved = CHECK_OK(mmap(NULL, bytes + 4 * page, PROT_NONE,
				       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	struct neighbours all;

	all.before = place(reserved + page, page_words());
	all.area = place(reserved + 2 * page, words);
	all.after = place(reserved + 2 * page + bytes, page_words());
	canaries_set(&all.before);
	canaries_set(&all.after);
	set_count(&all.before, canary(0));
	set_count(&all.after, canary(0));
	return all;
}
