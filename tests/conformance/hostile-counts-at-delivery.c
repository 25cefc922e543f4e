// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-X4, S-A17: whatever count the client stores, a stopping section appends
 * behind it or delivers nothing: the rest of the area, two neighbour devices
 * mapped against it and the no-access pages around them stay as they were.
 * kills: have + more <= limit, which wraps; a count used before it is checked.
 */
#include "comparisons.h"
#include "neighbours.h"
#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x1901)
#define NEAR 5

static struct neighbours all;
static unsigned long words, capacity, record_words, records;
static void (*call)(void);

static void try(unsigned long value)
{
	unsigned long room = value < capacity ? capacity - value : 0;
	unsigned long more = room < records ? room : records;

	canaries_set(&all.area);
	set_count(&all.area, value);
	run_section(HANDLE, call);
	CHECK_EQ(count(&all.area), value + more);
	if (!more) {
		canaries_check(&all.area, 1, words, value);
		return;
	}
	canaries_check(&all.area, 1, 1 + value * record_words, value);
	canaries_check(&all.area, 1 + (value + more) * record_words, words,
		       value);
}

static void try_all(void *argument)
{
	(void)argument;
	try_counts(try, capacity, NEAR);
}

static void check_mode(uint32_t mode)
{
	struct request request = request_for(HANDLE);

	request.trace_mode = mode;
	CHECK_OK(remote_enable(&all.area, &request));
	set_count(&all.area, 0);
	run_section_elsewhere(HANDLE, call);
	records = count(&all.area);
	CHECK(records > 0 && records < capacity);
	in_thread(try_all, NULL);
	disable(&all.area);
	neighbours_check(&all);
}

TEST_ANYWHERE("no count makes a section land outside the free part of the area")
{
	need_sections();
	words = page_words();
	all = neighbours_open();
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
	neighbours_close(&all);
}
