// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * X4, A17: whatever count the client stores, a stopping section appends behind
 * it or delivers nothing: the rest of the area, two neighbour devices mapped
 * against it and the no-access pages around them stay as they were.
 * kills: have + more <= limit, which wraps; a count used before it is checked.
 */
#include "comparisons.h"
#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x1901)
#define CANARY 0xca9a7ca9a7000000ul
#define NEAR 5

static struct session before, area, after;
static unsigned long words, capacity, record_words, records;
static void (*call)(void);

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
	unsigned long room = value < capacity ? capacity - value : 0;
	unsigned long more = room < records ? room : records;
	unsigned long i;

	for (i = 1; i < words; i++)
		area.area[i] = canary(i);
	set_count(&area, value);
	run_section(HANDLE, call);
	CHECK_EQ(count(&area), value + more);
	if (!more) {
		check_whole(&area, 1, words, value);
		return;
	}
	check_whole(&area, 1, 1 + value * record_words, value);
	check_whole(&area, 1 + (value + more) * record_words, words, value);
}

static void try_all(void *argument)
{
	int k, d;

	(void)argument;
	for (d = -NEAR; d <= NEAR; d++) {
		try(capacity + d);
		for (k = 0; k < 64; k++)
			try((1ul << k) + d);
	}
	try(0);
	try(~0ul);
	try(~0ul - 1);
}

static void check_mode(uint32_t mode)
{
	struct request request = request_for(HANDLE);

	request.trace_mode = mode;
	CHECK_OK(remote_enable(&area, &request));
	set_count(&area, 0);
	run_section_elsewhere(HANDLE, call);
	records = count(&area);
	CHECK(records > 0 && records < capacity);
	in_thread(try_all, NULL);
	disable(&area);
	check_whole(&before, 0, words, 0);
	check_whole(&after, 0, words, 0);
}

TEST("no count makes a section land outside the free part of the area")
{
	size_t page = sysconf(_SC_PAGESIZE);
	char *reserved = CHECK_OK(mmap(NULL, 5 * page, PROT_NONE,
				       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	unsigned long i;

	need_sections();
	words = page_words();
	before = place(reserved + page);
	area = place(reserved + 2 * page);
	after = place(reserved + 3 * page);
	for (i = 0; i < words; i++)
		before.area[i] = after.area[i] = canary(i);
	call = target_a;
	capacity = words - 1;
	record_words = 1;
	check_mode(KCOV_TRACE_PC);
	if (host_has_comparisons()) {
		call = compare_a;
		capacity = comparison_capacity(words);
		record_words = RECORD_WORDS;
		check_mode(KCOV_TRACE_CMP);
	}
	session_close(&area);
	session_close(&before);
	session_close(&after);
}
