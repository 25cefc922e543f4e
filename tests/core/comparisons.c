// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-C5: what each comparison callback records, word for word.
 * kills: the constant bit never set, the size not encoded, operands swapped.
 */
#include <signal.h>
#include <sys/mman.h>

#include "tests/core/fixture.h"
#include "tests/port_fake/callbacks.h"

enum { LONGEST = 300, ROOM = LONGEST + 9 };

static uint64_t *area;

static bool record_is(unsigned int n, uint64_t type, uint64_t a, uint64_t b)
{
	const uint64_t *record = &area[1 + 4 * n];

	return area[0] > n && record[0] == type && record[1] == a &&
	       record[2] == b && record[3] == fake_pc;
}

static void eight_widths(void)
{
	__sanitizer_cov_trace_cmp1(0xfe, 1);
	__sanitizer_cov_trace_cmp2(0xfedc, 2);
	__sanitizer_cov_trace_cmp4(0xfedcba98, 3);
	__sanitizer_cov_trace_cmp8(0xfedcba9876543210, 4);
	__sanitizer_cov_trace_const_cmp1(0xfe, 1);
	__sanitizer_cov_trace_const_cmp2(0xfedc, 2);
	__sanitizer_cov_trace_const_cmp4(0xfedcba98, 3);
	__sanitizer_cov_trace_const_cmp8(0xfedcba9876543210, 4);
}

static void every_width(void)
{
	area[0] = 0;
	eight_widths();
	tap_ok(record_is(0, 0, 0xfe, 1) && record_is(1, 2, 0xfedc, 2) &&
		       record_is(2, 4, 0xfedcba98, 3) &&
		       record_is(3, 6, 0xfedcba9876543210, 4),
	       "comparisons have their size, and operands as they are");
	tap_ok(record_is(4, 1, 0xfe, 1) && record_is(5, 3, 0xfedc, 2) &&
		       record_is(6, 5, 0xfedcba98, 3) &&
		       record_is(7, 7, 0xfedcba9876543210, 4),
	       "comparisons with constants say so");
	tap_ok(area[0] == 8, "a comparison is one record");
}

/* Of every length that fits, into an area with room for so many more. */
static void long_switches(void)
{
	static uint64_t table[2 + LONGEST] = { 0, 32 };
	unsigned int cases, skipped, i;
	unsigned long wrong = 0;

	for (i = 0; i < LONGEST; i++)
		table[2 + i] = 3 * i;
	for (cases = 1; cases <= LONGEST; cases++) {
		for (skipped = 0; skipped < 13; skipped += 4) {
			const unsigned int want =
				cases + skipped < ROOM ? cases : ROOM - skipped;

			memset(area, 0, (1 + 4 * ROOM) * sizeof(*area));
			area[0] = skipped;
			table[0] = cases;
			__sanitizer_cov_trace_switch(7, table);
			wrong += area[0] != skipped + want;
			for (i = 0; i < want; i++)
				wrong += !record_is(skipped + i, 5, 3 * i, 7);
		}
	}
	tap_ok(!wrong, "a switch of up to %d cases is as many records",
	       LONGEST);
}

#define PAGE 4096ul

static char *second_page;

/* A client, while the case on that page is read. */
static void store_too_much(int signal)
{
	(void)signal;
	area[0] = ROOM + 1;
	mprotect(second_page, PAGE, PROT_READ | PROT_WRITE);
}

static void hostile_client_of_a_switch(struct kcov_device *device)
{
	const uint64_t lost = stat_of(device).lost_cmp_full;
	const struct sigaction by_client = { .sa_handler = store_too_much };
	struct sigaction before;
	char *pages = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	uint64_t *table;

	if (pages == MAP_FAILED)
		exit(99);
	second_page = pages + PAGE;
	/* The second of three cases is the first word there. */
	table = (uint64_t *)(void *)second_page - 3;
	table[0] = 3;
	table[1] = 32;
	table[2] = 10;
	table[3] = 20;
	memset(area, 0, (1 + 4 * ROOM) * sizeof(*area));
	sigaction(SIGSEGV, &by_client, &before);
	mprotect(second_page, PAGE, PROT_NONE);
	__sanitizer_cov_trace_switch(7, table);
	sigaction(SIGSEGV, &before, NULL);
	tap_ok(area[0] == ROOM + 1 && record_is(0, 5, 10, 7) &&
		       record_is(1, 5, 20, 7) && !area[1 + 4 * 2] &&
		       stat_of(device).lost_cmp_full == lost,
	       "a count that a client raised too far ends a switch");
	munmap(pages, 2 * PAGE);
}

static void switches(void)
{
	static const uint64_t types[] = { 1, 3, 5, 7 };
	uint64_t table[] = { 3, 8, 10, 20, 30 };
	unsigned int i;
	bool good = true;

	for (i = 0; i < 4; i++) {
		area[0] = 0;
		table[1] = 8u << i;
		__sanitizer_cov_trace_switch(20, table);
		good = good && area[0] == 3 && record_is(0, types[i], 10, 20) &&
		       record_is(1, types[i], 20, 20) &&
		       record_is(2, types[i], 30, 20);
	}
	tap_ok(good, "a switch is a record a case, of its size, constant");
	area[0] = 0;
	table[1] = 128;
	__sanitizer_cov_trace_switch(20, table);
	tap_ok(!area[0], "a switch over another size is no record");
	table[0] = 0;
	table[1] = 64;
	__sanitizer_cov_trace_switch(20, table);
	tap_ok(!area[0], "a switch without cases is no record");
	table[0] = 3;
	area[0] = 13;
	__sanitizer_cov_trace_switch(20, table);
	tap_ok(area[0] == 15 && record_is(13, 7, 10, 20) &&
		       record_is(14, 7, 20, 20),
	       "a switch takes the room there is");
	__sanitizer_cov_trace_switch(20, table);
	__sanitizer_cov_trace_cmp1(1, 2);
	tap_ok(area[0] == 15, "a full area takes nothing");
	area[0] = 16;
	__sanitizer_cov_trace_switch(20, table);
	tap_ok(area[0] == 16, "nor does one whose client counts on");
}

/* All of them where this function is, each behind the one before. */
static void places(void)
{
	uint64_t table[] = { 2, 64, 1, 2 };
	const uint64_t begin = (uintptr_t)places;

	fake_pc = 0;
	area[0] = 0;
	__sanitizer_cov_trace_const_cmp8(1, 2);
	__sanitizer_cov_trace_switch(1, table);
	__sanitizer_cov_trace_cmp1(1, 2);
	tap_ok(area[0] == 4 && area[4] > begin && area[8] > area[4] &&
		       area[12] == area[8] && area[16] > area[12] &&
		       area[16] < begin + 4096,
	       "a comparison is where its callback returns to");
	fake_pc = 0x1234;
}

int main(void)
{
	struct kcov_device *device = sized_device(64);
	struct kcov_task task;
	uint64_t table[] = { 1, 64, 1 };

	/* A host that has no task yet dies of a look at it. */
	fake_current = NULL;
	__sanitizer_cov_trace_pc();
	__sanitizer_cov_trace_cmp1(1, 2);
	__sanitizer_cov_trace_switch(1, table);
	tap_ok(!fake_armed, "callbacks are called before there is a task");
	new_task(&task);
	fake_pc = 0x1234;
	area = (uint64_t *)device->area.memory;
	__sanitizer_cov_trace_pc();
	__sanitizer_cov_trace_cmp1(1, 2);
	__sanitizer_cov_trace_switch(1, table);
	tap_ok(!area[0], "nothing is recorded before ENABLE");
	enable(device, KCOV_TRACE_CMP);
	every_width();
	switches();
	places();
	area[0] = 0;
	__sanitizer_cov_trace_cmpf(1, 2);
	__sanitizer_cov_trace_cmpd(1, 2);
	tap_ok(!area[0], "floating-point numbers have no records");
	__sanitizer_cov_trace_pc();
	tap_ok(!area[0], "no program counter is recorded with comparisons");
	fake_context = FAKE_CONTEXT_HARD;
	eight_widths();
	__sanitizer_cov_trace_switch(1, table);
	tap_ok(!area[0], "a hard interrupt records nothing");
	fake_context = KCOV_CONTEXT_TASK;
	disable(device);
	__sanitizer_cov_trace_cmp1(1, 2);
	tap_ok(!area[0], "nothing is recorded after DISABLE");
	kcov_device_put(device);
	device = sized_device(1 + 4 * ROOM);
	area = (uint64_t *)device->area.memory;
	enable(device, KCOV_TRACE_CMP);
	long_switches();
	hostile_client_of_a_switch(device);
	disable(device);
	kcov_device_put(device);
	tap_ok(nothing_left(0), "everything was given back");
	return tap_done();
}
