// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * C3, C4, A1: whatever count the client stores, comparison records go to the
 * slots behind it or nowhere: the rest of the area, two neighbour devices
 * mapped against it and the no-access pages around them stay as they were.
 * Counts whose records would wrap to before the area are among them.
 * kills: the end of a record computed in a word that wraps; no bound on the
 * count itself.
 */
#include "comparisons.h"

#define CANARY 0xca9a7ca9a7000000ul
#define NEAR 40

static struct session before, area, after;
static unsigned long words, capacity, tried;

static unsigned long canary(unsigned long i)
{
	return CANARY + i;
}

static struct session place(char *where)
{
	struct session session = { .fd = device_open(), .words = words };

	CHECK_OK(ioctl(session.fd, KCOV_INIT_TRACE, words));
	session.area = CHECK_OK(mmap(where, words * sizeof(unsigned long),
				     PROT_READ | PROT_WRITE,
				     MAP_SHARED | MAP_FIXED, session.fd, 0));
	return session;
}

static void check_whole(const struct session *session, unsigned long from,
			unsigned long to, unsigned long value)
{
	unsigned long i;

	for (i = from; i < to; i++)
		if (session->area[i] != canary(i))
			FAIL("count 0x%lx: word %lu is 0x%lx", value, i,
			     session->area[i]);
}

static void try(unsigned long value)
{
	unsigned long i, end;

	tried++;
	for (i = 1; i < words; i++)
		area.area[i] = canary(i);
	set_count(&area, value);
	compare_a();
	end = count(&area);
	if (value >= capacity) {
		/* Nowhere. */
		CHECK_EQ(end, value);
		check_whole(&area, 1, words, value);
		return;
	}
	if (end <= value || end > capacity)
		FAIL("count 0x%lx becomes 0x%lx", value, end);
	check_whole(&area, 1, 1 + value * RECORD_WORDS, value);
	for (i = value; i < end; i++)
		if (comparison(&area, i)->type > 7)
			FAIL("count 0x%lx: no record in slot %lu", value, i);
	check_whole(&area, 1 + end * RECORD_WORDS, words, value);
}

TEST("no count makes a comparison record land outside its slot")
{
	size_t page = sysconf(_SC_PAGESIZE);
	char *reserved = CHECK_OK(mmap(NULL, 5 * page, PROT_NONE,
				       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	unsigned long i;
	int k, d;

	if (!host_has_comparisons())
		SKIP("this host is built without comparisons");
	words = page_words();
	capacity = comparison_capacity(words);
	before = place(reserved + page);
	area = place(reserved + 2 * page);
	after = place(reserved + 3 * page);
	for (i = 0; i < words; i++)
		before.area[i] = after.area[i] = canary(i);

	enable_comparisons(&area);
	for (d = -NEAR; d <= NEAR; d++) {
		try(capacity + d);
		for (k = 0; k < 64; k++)
			try((1ul << k) + d);
	}
	try(0);
	try(~0ul);
	try(~0ul - 1);
	disable(&area);

	check_whole(&before, 0, words, 0);
	check_whole(&after, 0, words, 0);
	note("%lu counts", tried);
	CHECK(tried > 5000);
	session_close(&area);
	session_close(&before);
	session_close(&after);
}
