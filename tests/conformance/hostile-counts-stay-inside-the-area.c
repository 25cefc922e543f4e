// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * P3, P4, A1, A2: whatever count the client stores, records go to the slots
 * behind it or nowhere: the rest of the area, two neighbour devices mapped
 * against it and the no-access pages around all three stay as they were.
 * All-ones is in all-ones-count.c.
 * kills: count + 1 <= size for count < size - 1; a signed comparison.
 */
#include "harness.h"
#include "target.h"

#define CANARY 0xca9a7ca9a7000000ul
#define NEAR 40

static struct session before, area, after;
static unsigned long words, tried;

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

	if (value == ~0ul)
		return;
	tried++;
	for (i = 1; i < words; i++)
		area.area[i] = canary(i);
	set_count(&area, value);
	target_a();
	end = count(&area);
	if (value >= words - 1) {
		/* Nowhere. */
		CHECK_EQ(end, value);
		check_whole(&area, 1, words, value);
		return;
	}
	if (end <= value || end >= words)
		FAIL("count 0x%lx becomes 0x%lx", value, end);
	check_whole(&area, 1, value + 1, value);
	for (i = value + 1; i <= end; i++)
		if (area.area[i] == canary(i))
			FAIL("count 0x%lx: no record in slot %lu", value, i);
	check_whole(&area, end + 1, words, value);
}

TEST("no count makes a record land outside its slot")
{
	size_t page = sysconf(_SC_PAGESIZE);
	char *reserved = CHECK_OK(mmap(NULL, 5 * page, PROT_NONE,
				       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	unsigned long capacity, i;
	int k, d;

	words = page_words();
	capacity = words - 1;
	before = place(reserved + page);
	area = place(reserved + 2 * page);
	after = place(reserved + 3 * page);
	for (i = 0; i < words; i++)
		before.area[i] = after.area[i] = canary(i);

	enable(&area);
	for (d = -NEAR; d <= NEAR; d++) {
		try(capacity + d);
		for (k = 0; k < 64; k++)
			try((1ul << k) + d);
	}
	try(0);
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
