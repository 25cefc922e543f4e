// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The part of the harness that sees writes outside an area, and the counts that
 * are tried there.
 */
#include "neighbours.h"

#define CANARY 0xca9a7ca9a7000000ul

unsigned long canary(unsigned long i)
{
	return CANARY + i;
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
