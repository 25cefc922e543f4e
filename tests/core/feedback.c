// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * E-unique, E-repeated, E-edges, E-both, E-lost, E-setup, E-query, E-stat: each
 * kind of area against a reference that is written here, for random PCs, small
 * sets and areas, resets at random; and what fails leaves everything as it was.
 * kills: a place beyond the set; a reset that forgets one; a choice that is
 * believed without a look; memory that stays; a full area that counts nothing.
 */
#include <uapi/linux/kcov_extended.h>

#include "core/buffer.h"
#include "core/refused.h"
#include "core/task.h"
#include "tests/core/fixture.h"
#include "tests/port_fake/callbacks.h"

#define ROUNDS 20000u
#define PCS 4096

static uint32_t seed = 1;

static uint32_t random_below(uint32_t n)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 8) % n;
}

static struct kcov_task task;

static void pass(uintptr_t pc)
{
	uintptr_t *area = task.pc.area;
	uintptr_t count = *(volatile uintptr_t *)area;

	if (count == task.pc.limit)
		check_kcov_mode(pc, count, area);
}

static long set_up(struct kcov_device *device, struct kcov_setup setup)
{
	setup.size = sizeof(setup);
	return kcov_ioctl(device, &task, KCOV_SETUP, (uintptr_t)&setup);
}

static bool is_in(const uintptr_t *area, uintptr_t from, uintptr_t pc)
{
	uintptr_t i;

	for (i = 1; i < from; i++)
		if (area[i] == pc)
			return true;
	return false;
}

/* The log is what a reference of the same events without duplicates has. */
static void unique(uint32_t bits, size_t words, uint32_t pcs)
{
	static uintptr_t seen[PCS], log[PCS];
	struct kcov_device *device = sized_device(words);
	uintptr_t *area = device->area.memory;
	uint64_t distinct = 0, lost = 0, wrong = 0, i;
	struct kcov_stat stat;

	new_task(&task);
	set_up(device, (struct kcov_setup){ .feedback = KCOV_FEEDBACK_UNIQUE,
					    .set_bits = bits });
	tap_ok(!enable(device, KCOV_TRACE_PC), "a set of 2^%u PCs", bits);
	memset(seen, 0, sizeof(seen));
	for (i = 0; i < ROUNDS; i++) {
		uint32_t n = random_below(pcs);

		if (!random_below(2000)) {
			area[0] = 0;
			memset(seen, 0, sizeof(seen));
			distinct = 0;
		}
		if (!seen[n]) {
			seen[n] = 1;
			lost += distinct >= words - 1;
			if (distinct < words - 1)
				log[distinct] = 0x400000 + 5 * n;
			distinct++;
		}
		pass(0x400000 + 5 * n);
		stat = stat_of(device);
		if (!stat.repeated)
			wrong += stat.lost_full != lost ||
				 area[0] != (distinct < words - 1 ? distinct :
								    words - 1);
	}
	stat = stat_of(device);
	if (!stat.repeated)
		wrong += memcmp(&area[1], log, area[0] * sizeof(*log)) != 0;
	for (i = 1; i <= area[0] && !stat.repeated; i++)
		wrong += is_in(area, i, area[i]);
	tap_ok(!wrong, "is the log without duplicates, %u PCs, %zu words", pcs,
	       words);
	tap_ok(!stat.repeated == (pcs < 64 || bits > 11),
	       "repeats %llu, as it has room or not",
	       (unsigned long long)stat.repeated);
	disable(device);
	kcov_device_put(device);
}

/* A set without a place for some: nothing is lost, what is twice is counted. */
static void full_set(void)
{
	struct kcov_device *device = sized_device(1 << 16);
	uintptr_t *area = device->area.memory;
	uint32_t missing = 0, n;
	struct kcov_stat stat;

	new_task(&task);
	set_up(device, (struct kcov_setup){ .feedback = KCOV_FEEDBACK_UNIQUE,
					    .set_bits = 8 });
	enable(device, KCOV_TRACE_PC);
	for (n = 0; n < 4 * PCS; n++)
		pass(0x1000 + n % PCS);
	for (n = 0; n < PCS; n++)
		missing += !is_in(area, area[0] + 1, 0x1000 + n);
	stat = stat_of(device);
	tap_ok(!missing && stat.repeated && !stat.lost_full &&
		       area[0] <= 256 + stat.repeated,
	       "a full set logs again and loses nothing");
	area[0] = 0;
	pass(0x1000);
	pass(0x1000);
	tap_ok(area[0] == 1 && area[1] == 0x1000, "and is empty after a reset");
	disable(device);
	kcov_device_put(device);
}

/* The next PC whose first place in a set of 2^8 is this one. */
static uintptr_t pc_of_place(uintptr_t pc, uint32_t place)
{
	do
		pc++;
	while ((uint32_t)pc * KCOV_EDGE_FACTOR >> 24 != place);
	return pc;
}

/* A PC has 16 places, the first ones behind the last of the table. */
static void sixteen_places(void)
{
	struct kcov_device *device = sized_device(64);
	uintptr_t *area = device->area.memory;
	uintptr_t pc = 0x1000;
	bool right;
	int n;

	new_task(&task);
	set_up(device, (struct kcov_setup){ .feedback = KCOV_FEEDBACK_UNIQUE,
					    .set_bits = 8 });
	enable(device, KCOV_TRACE_PC);
	for (n = 0; n < 16; n++) {
		pc = pc_of_place(pc, 250);
		pass(pc);
	}
	for (n = 16; n; n--)
		pass(area[n]);
	right = area[0] == 16 && !stat_of(device).repeated;
	pass(pc_of_place(pc, 250));
	tap_ok(right && area[0] == 17 && stat_of(device).repeated == 1,
	       "sixteen PCs of one place are in a set, and no more");
	disable(device);
	kcov_device_put(device);
}

static uint8_t map[1 << 12];

static void edges(void)
{
	const size_t words = kcov_edges_words(12, sizeof(uintptr_t));
	struct kcov_device *device = sized_device(words);
	uintptr_t *area = device->area.memory;
	uintptr_t from = 0, wrong = 0;
	uint32_t i;

	new_task(&task);
	memset(area, 0x5a, words * sizeof(*area));
	area[0] = 0;
	tap_ok(!set_up(device,
		       (struct kcov_setup){ .feedback = KCOV_FEEDBACK_EDGES,
					    .map_bits = 12 }) &&
		       !enable(device, KCOV_TRACE_PC) && !area[1],
	       "an ENABLE that finds a count of 0 clears the map");
	for (i = 0; i < ROUNDS; i++) {
		uintptr_t to = 0x400000 + 7 * random_below(40);
		uint8_t *counter;

		if (!random_below(5000)) {
			area[0] = 0;
			memset(map, 0, sizeof(map));
			from = 0;
		}
		counter = &map[kcov_edge_counter(from, to, 12)];
		*counter += *counter != 255;
		from = to;
		pass(to);
		wrong += !(i % 97) && memcmp(&area[1], map, sizeof(map)) != 0;
	}
	tap_ok(!wrong && !memcmp(&area[1], map, sizeof(map)),
	       "the map is the events folded");
	for (i = 0; i < 300; i++)
		pass(1);
	tap_ok(memchr(&area[1], 255, sizeof(map)) && !stat_of(device).lost_full,
	       "and its counters stay at 255");
	/* Only the client can make the list too short. */
	area[0] = 1 << 12;
	memset(&area[1], 0, sizeof(map));
	pass(0x777);
	tap_ok(area[0] == 1 << 12 && stat_of(device).lost_full == 1,
	       "a full list takes no more, which is counted");
	area[0] = ~(uintptr_t)0;
	pass(0x12345678);
	memset(&area[1], 0, sizeof(map));
	pass(0x12345678);
	tap_ok(stat_of(device).lost_full == 3 && area[0] == ~(uintptr_t)0,
	       "a count beyond the list is nothing to add to");
	memset(&area[1], 0xff, (words - 1) * sizeof(*area));
	area[0] = 0;
	pass(1);
	tap_ok(area[0] <= 1, "entries that are none are not followed");
	area[0] = 1 << 13;
	disable(device);
	enable(device, KCOV_TRACE_PC);
	tap_ok(device->area.feedback->used == 1 << 12,
	       "an ENABLE believes no more of a list than fits");
	disable(device);
	kcov_device_put(device);
}

static struct kcov_device *device_with_edges(void)
{
	struct kcov_device *device =
		sized_device(kcov_edges_words(12, sizeof(uintptr_t)));

	new_task(&task);
	set_up(device, (struct kcov_setup){ .feedback = KCOV_FEEDBACK_EDGES,
					    .map_bits = 12 });
	enable(device, KCOV_TRACE_PC);
	return device;
}

static void fold(uintptr_t from, uintptr_t to)
{
	uint8_t *counter = &map[kcov_edge_counter(from, to, 12)];

	*counter += *counter != 255;
}

static bool is_folded(const struct kcov_device *device)
{
	return !memcmp(&device->area.memory[1], map, sizeof(map));
}

/* Over an edge whose counter stands still the way goes on as over any other. */
static void edges_behind_255(void)
{
	struct kcov_device *device = device_with_edges();
	uintptr_t from = 0;
	uint32_t i;

	memset(map, 0, sizeof(map));
	for (i = 0; i < 603; i++) {
		uintptr_t to = i < 601 ? 100 + i % 2 : 100 + i;

		fold(from, to);
		pass(to);
		from = to;
	}
	tap_ok(is_folded(device) && memchr(map, 255, sizeof(map)),
	       "an edge is counted behind one that stays at 255");
	disable(device);
	kcov_device_put(device);
}

/*
 * A PC whose counter would be the one before or behind if the PC before it were
 * a little less or more: its product ends with so many bits that are all `up`.
 */
static uintptr_t pc_at_a_border(bool up)
{
	const uint32_t behind = ((uint32_t)1 << (32 - 12)) - 1;
	uintptr_t pc = 1;

	while ((((uint32_t)pc * KCOV_EDGE_FACTOR) ^ (up ? behind : 0)) &
	       behind & ~(uint32_t)1)
		pc++;
	return pc;
}

static void edges_from_0(void)
{
	struct kcov_device *device = device_with_edges();
	unsigned int right = 0;
	int up;

	for (up = 0; up < 2; up++) {
		const uintptr_t pc = pc_at_a_border(up);

		pass(5);
		kcov_ioctl(device, &task, KCOV_RESET_TRACE, 0);
		pass(pc);
		memset(map, 0, sizeof(map));
		fold(0, pc);
		right += is_folded(device);
	}
	tap_ok(right == 2, "the first PC after a reset comes from 0");
	disable(device);
	kcov_device_put(device);
}

/* What an interrupt of the task executes is not the task's. */
static void contexts(uint32_t feedback, const char *name)
{
	const size_t words = kcov_edges_words(12, sizeof(uintptr_t));
	struct kcov_device *device = sized_device(words);
	uintptr_t before;

	new_task(&task);
	set_up(device,
	       (struct kcov_setup){
		       .feedback = feedback,
		       .map_bits = feedback == KCOV_FEEDBACK_EDGES ? 12 : 0,
	       });
	enable(device, KCOV_TRACE_PC);
	__sanitizer_cov_trace_pc();
	before = device->area.memory[0];
	fake_context = KCOV_CONTEXT_INTERRUPT;
	__sanitizer_cov_trace_pc();
	fake_context = KCOV_CONTEXT_TASK;
	tap_ok(before == 1 && device->area.memory[0] == 1,
	       "%s of the task, and none of an interrupt", name);
	disable(device);
	kcov_device_put(device);
}

static void beside(void)
{
	static uint64_t table[] = { 3, 32, 7, 8, 9 };
	struct kcov_device *device = sized_device(64);
	uint64_t *records;

	new_task(&task);
	set_up(device, (struct kcov_setup){ .cmp_words = 24 });
	enable(device, KCOV_TRACE_PC);
	records = (uint64_t *)&device->area.memory[40];
	__sanitizer_cov_trace_pc();
	__sanitizer_cov_trace_cmp4(1, 2);
	tap_ok(device->area.memory[0] == 1 && records[0] == 1 &&
		       records[1] == 4 && records[2] == 1 && records[3] == 2,
	       "PCs and comparisons have an area each");
	__sanitizer_cov_trace_switch(5, table);
	tap_ok(records[0] == 4 && records[1 + 4] == 5 && records[2 + 4] == 7 &&
		       records[2 + 12] == 9 && records[3 + 12] == 5,
	       "a switch has a record a case there");
	__sanitizer_cov_trace_switch(5, table);
	__sanitizer_cov_trace_cmp8(1, 2);
	tap_ok(stat_of(device).cmp_records == 5 &&
		       stat_of(device).lost_cmp_full == 3,
	       "what has no room there is counted");
	kcov_ioctl(device, &task, KCOV_RESET_TRACE, 0);
	tap_ok(!device->area.memory[0] && !records[0],
	       "a reset is of both counts");
	/* In memory that others write, on some hosts. */
	records[0] = 9;
	device->words = 16;
	kcov_ioctl(device, &task, KCOV_RESET_TRACE, 0);
	device->words = 64;
	tap_ok(records[0] == 9, "of no part that the area does not have");
	records[0] = 0;
	table[0] = 1;
	__sanitizer_cov_trace_switch(5, table);
	tap_ok(records[0] == 1 && records[2] == 7 && records[3] == 5,
	       "a switch with one case has one record");
	disable(device);
	kcov_device_put(device);
}

/* One of each. */
static void eight_comparisons(void)
{
	__sanitizer_cov_trace_cmp1(1, 2);
	__sanitizer_cov_trace_cmp2(1, 2);
	__sanitizer_cov_trace_cmp4(1, 2);
	__sanitizer_cov_trace_cmp8(1, 2);
	__sanitizer_cov_trace_const_cmp1(1, 2);
	__sanitizer_cov_trace_const_cmp2(1, 2);
	__sanitizer_cov_trace_const_cmp4(1, 2);
	__sanitizer_cov_trace_const_cmp8(1, 2);
}

/* Nothing was set up: the area is full, and the rest is a number. */
static void full_traces(void)
{
	static uint64_t table[] = { 3, 32, 7, 8, 9 };
	struct kcov_device *device = sized_device(64);
	uint64_t *count = (uint64_t *)device->area.memory;

	new_task(&task);
	device->area.memory[0] = 62;
	enable(device, KCOV_TRACE_PC);
	__sanitizer_cov_trace_pc();
	__sanitizer_cov_trace_pc();
	__sanitizer_cov_trace_pc();
	disable(device);
	tap_ok(stat_of(device).lost_full == 2, "each PC without room is lost");
	*count = kcov_cmp_limit(64) - 1;
	enable(device, KCOV_TRACE_CMP);
	__sanitizer_cov_trace_switch(5, table);
	tap_ok(stat_of(device).lost_full == 2 + 2,
	       "so is each case of a switch");
	eight_comparisons();
	tap_ok(stat_of(device).lost_full == 2 + 2 + 8 &&
		       *count == kcov_cmp_limit(64),
	       "and each comparison, whatever it compares");
	*count = kcov_cmp_limit(64) + 1;
	eight_comparisons();
	tap_ok(stat_of(device).lost_full == 2 + 2 + 8 &&
		       *count == kcov_cmp_limit(64) + 1,
	       "behind a count that is none nothing is");
	disable(device);
	kcov_device_put(device);
}

/* Where a fork leaves zeros beside an area. */
static void wiped(void)
{
	struct kcov_device *device = sized_device(64);
	struct kcov_feedback *feedback = device->area.feedback;

	new_task(&task);
	set_up(device, (struct kcov_setup){ .feedback = KCOV_FEEDBACK_UNIQUE,
					    .cmp_words = 24 });
	enable(device, KCOV_TRACE_PC);
	check_kcov_mode(1, 0, &feedback->pc_count);
	write_comp_data(1, 2, &feedback->cmp_count, 0, 3, 4);
	tap_ok(!device->area.memory[0] && !stat_of(device).cmp_records &&
		       !stat_of(device).lost_full &&
		       !stat_of(device).lost_cmp_full,
	       "what a fork has wiped records nothing and loses nothing");
	disable(device);
	kcov_device_put(device);
}

/* A device is in memory that others write, on some hosts. */
static void spoiled_choices(void)
{
	struct kcov_device *device = sized_device(64);
	uint32_t i;

	new_task(&task);
	for (i = 0; i < 40; i++) {
		device->choice = (struct kcov_choice){
			.feedback = i % 5,
			.map_bits = i % 3 ? i : 0,
			.set_bits = i % 2 ? i : 0,
			.cmp_words = i % 7 ? 0 : ~0ull,
		};
		if (!enable(device, KCOV_TRACE_PC)) {
			__sanitizer_cov_trace_pc();
			stat_of(device);
			kcov_ioctl(device, &task, KCOV_RESET_TRACE, 0);
			disable(device);
		}
		stat_of(device);
	}
	tap_ok(device->state == KCOV_STATE_INIT,
	       "choices that nobody made lead nowhere");
	kcov_device_put(device);
}

static void failures(void)
{
	struct kcov_device *device = sized_device(64);
	struct kcov_query query = { .size = sizeof(query) };
	int before = fake_live_objects;
	unsigned int nth, no_memory = 0;
	long err = -1;

	new_task(&task);
	set_up(device, (struct kcov_setup){ .feedback = KCOV_FEEDBACK_UNIQUE });
	for (nth = 1; err; nth++) {
		fake_fail_nth = nth;
		err = enable(device, KCOV_TRACE_PC);
		no_memory += err == -ENOMEM;
		if (err && fake_live_objects != before)
			break;
	}
	tap_ok(!err && nth == 6, "an ENABLE that fails leaves nothing");
	/* A set, the list of its places, the area. */
	tap_ok(no_memory == 3, "and says ENOMEM where memory is missing");
	fake_fail_nth = 0;
	disable(device);
	tap_ok(fake_live_objects == before, "and the set goes with the end");
	for (nth = 1; nth < 4; nth++) {
		fake_fail_nth = nth;
		err = kcov_ioctl(device, &task, KCOV_QUERY, (uintptr_t)&query);
		tap_ok(err == -EFAULT, "copy %u of QUERY may fail", nth);
	}
	fake_fail_nth = 0;
	tap_ok(enable(device, KCOV_TRACE_CMP) == -EINVAL,
	       "no comparisons for a set");
	kcov_device_put(device);
}

/* A program that was executed goes on; its set begins anew. */
static void adopted(void)
{
	struct kcov_device *device = sized_device(64);
	int before = fake_live_objects;

	new_task(&task);
	set_up(device, (struct kcov_setup){ .feedback = KCOV_FEEDBACK_UNIQUE,
					    .set_bits = 8 });
	device->state = KCOV_STATE_LOCAL;
	device->mode = KCOV_MODE_PC;
	fake_fail_nth = 1;
	tap_ok(kcov_device_adopt(device, &task) == -ENOMEM &&
		       device->state == KCOV_STATE_INIT,
	       "no memory for its set ends the session");
	fake_fail_nth = 0;
	tap_ok(kcov_device_adopt(device, &task) == -EINVAL &&
		       fake_live_objects == before,
	       "where none goes on, its set is nobody's");
	device->state = KCOV_STATE_LOCAL;
	fake_fail_nth = 3;
	tap_ok(kcov_device_adopt(device, &task) == -ENOMEM &&
		       fake_live_objects == before,
	       "nor is it where there is no area");
	device->state = KCOV_STATE_LOCAL;
	tap_ok(!kcov_device_adopt(device, &task),
	       "a session with a set goes on");
	pass(5);
	pass(5);
	tap_ok(device->area.memory[0] == 1, "and logs a PC once");
	disable(device);
	kcov_device_put(device);
}

static void seals(void)
{
	const struct kcov_setup seal = { .flags = KCOV_SETUP_SEAL };
	struct kcov_device *device = sized_device(64);

	new_task(&task);
	fake_writable_mappings = 1;
	tap_ok(set_up(device, seal) == -EBUSY && !device->choice.flags,
	       "a writable mapping is in the way of a seal");
	fake_writable_mappings = 0;
	tap_ok(!set_up(device, seal) && !set_up(device, seal) &&
		       set_up(device, (struct kcov_setup){ 0 }) == -EINVAL,
	       "a seal stays");
	kcov_device_put(device);
	device = sized_device(64);
	fake_has_seal = 0;
	tap_ok(set_up(device, seal) == -EINVAL, "a host may have none");
	fake_has_seal = 1;
	fake_has_cmp = 0;
	tap_ok(set_up(device, (struct kcov_setup){ .cmp_words = 24 }) ==
		       -EINVAL,
	       "and no comparisons");
	fake_has_cmp = 1;
	kcov_device_put(device);
}

/* SETUP finds an owner that died without telling. */
static void dead_owner(void)
{
	struct kcov_device *device = sized_device(64);

	new_task(&task);
	enable(device, KCOV_TRACE_PC);
	tap_ok(set_up(device, (struct kcov_setup){ 0 }) == -EBUSY,
	       "an enabled device is not set up");
	fake_abandoned = device;
	tap_ok(!set_up(device, (struct kcov_setup){ 0 }),
	       "one whose owner is dead is");
	fake_abandoned = NULL;
	device->state = KCOV_STATE_LOCAL;
	disable(device);
	kcov_device_put(device);
}

int main(void)
{
	unique(16, 1 << 12, PCS);
	unique(12, 100, 700);
	unique(8, 40, 30);
	full_set();
	sixteen_places();
	edges();
	edges_behind_255();
	edges_from_0();
	contexts(KCOV_FEEDBACK_UNIQUE, "unique PCs");
	contexts(KCOV_FEEDBACK_EDGES, "edges");
	beside();
	full_traces();
	wiped();
	spoiled_choices();
	failures();
	adopted();
	seals();
	dead_owner();
	tap_ok(nothing_left(0), "nothing is left");
	return tap_done();
}
