// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The part of the harness that sees writes outside an area.
 */
#include "neighbours.h"

#define CANARY 0xca9a7ca9a7000000ul

unsigned long canary(unsigned long i)
{
	return CANARY + i;
}

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

struct neighbours neighbours_open(void)
{
	return neighbours_open_sized(page_words());
}

void neighbours_close(struct neighbours *all)
{
	session_close(&all->area);
	session_close(&all->before);
	session_close(&all->after);
}

void canaries_set(const struct session *session)
{
	unsigned long i;

	for (i = 1; i < session->words; i++)
		session->area[i] = canary(i);
}

void canaries_check(const struct session *session, unsigned long from,
		    unsigned long to, unsigned long value)
{
	unsigned long i;

	for (i = from; i < to; i++)
		if (session->area[i] != canary(i))
			FAIL("count 0x%lx: word %lu is 0x%lx", value, i,
			     session->area[i]);
}

void neighbours_check(const struct neighbours *all)
{
	canaries_check(&all->before, 0, all->before.words, 0);
	canaries_check(&all->after, 0, all->after.words, 0);
}

unsigned long try_counts(void (*try)(unsigned long), unsigned long capacity,
			 int near)
{
	unsigned long tried = 3;
	int k, d;

	for (d = -near; d <= near; d++) {
		try(capacity + d);
		for (k = 0; k < 64; k++)
			try((1ul << k) + d);
		tried += 65;
	}
	try(0);
	try(~0ul);
	try(~0ul - 1);
	return tried;
}
