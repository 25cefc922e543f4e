// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * E-remote, E-repeated, E-hostile, E-sections: what sections deliver to areas
 * of unique PCs and of edges against a reference that is written here: by two
 * processes in turn, with resets at random, in pieces between which anything
 * may happen; and whatever stands in the area and in the device.
 * kills: a set that is not of what others delivered; a predecessor that comes
 * from another section; a piece that goes on for a session that is over; a
 * number that is believed; a piece without end; a loss that is another.
 */
#include <uapi/linux/kcov_extended.h>

#include "core/delivery.h"
#include "tests/core/fixture.h"
#include "tests/port_fake/callbacks.h"

#define ROUNDS 3000u
#define PCS 700
#define MAP_BITS 12
#define MAP (1u << MAP_BITS)
#define SECTION_WORDS 4096
/* The owner's process, and another one's proxy. */
#define HERE USB(0)
#define THERE USB(77)

static uint32_t seed = 1;

static uint32_t random_below(uint32_t n)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 8) % n;
}

static struct kcov_device *device;
static uintptr_t *area;
static struct kcov_task owner, worker;
static union remote remote;

static long set_up(struct kcov_setup setup)
{
	setup.size = sizeof(setup);
	return kcov_ioctl(device, &owner, KCOV_SETUP, (uintptr_t)&setup);
}

static void reset(void)
{
	kcov_ioctl(device, &owner, KCOV_RESET_TRACE, 0);
}

static bool listen(void)
{
	new_task(&owner);
	ask(&remote, SECTION_WORDS, 1, 0);
	return !remote_enable(device, &remote) &&
	       !kcov_proxy_open(device, THERE, device->epoch, SECTION_WORDS);
}

static void stop_listening(void)
{
	fake_current = &owner;
	disable(device);
	kcov_session_reap(THERE);
}

static struct kcov_setup unique_with(uint32_t bits)
{
	return (struct kcov_setup){ .feedback = KCOV_FEEDBACK_UNIQUE,
				    .set_bits = bits };
}

static const struct kcov_setup edges = { .feedback = KCOV_FEEDBACK_EDGES,
					 .map_bits = MAP_BITS };

static void open_with(struct kcov_setup setup, size_t words)
{
	device = sized_device(words);
	area = device->area.memory;
	if (set_up(setup) || !listen())
		exit(98);
}

static void close_it(void)
{
	stop_listening();
	kcov_device_put(device);
}

static void begin(uint64_t handle)
{
	new_task(&worker);
	kcov_section_start(&worker, handle);
}

static void pass(uintptr_t pc)
{
	fake_pc = pc;
	__sanitizer_cov_trace_pc();
}

static void end(void)
{
	fake_pc = 0;
	kcov_section_stop(&worker);
}

/* PCs that all differ, by one section. */
static void deliver(uint64_t handle, uintptr_t first, uintptr_t n)
{
	uintptr_t i;

	begin(handle);
	for (i = 0; i < n; i++)
		pass(first + i);
	end();
}

/* --- unique PCs ----------------------------------------------------------- */

static uintptr_t want[1 << 14];
static uintptr_t wanted, wanted_lost;

static void want_once(uintptr_t pc, uintptr_t room)
{
	uintptr_t i;

	for (i = 0; i < wanted; i++)
		if (want[i] == pc)
			return;
	if (wanted < room)
		want[wanted++] = pc;
	else
		wanted_lost++;
}

static bool is_wanted(void)
{
	return area[0] == wanted &&
	       !memcmp(&area[1], want, wanted * sizeof(*want));
}

static void random_section(uint32_t most)
{
	uint32_t n = random_below(most);

	begin(random_below(2) ? HERE : THERE);
	while (n--) {
		const uintptr_t pc = 0x400000 + 5 * random_below(PCS);

		want_once(pc, device->words - 1);
		pass(pc);
	}
	end();
}

static void unique(void)
{
	uint32_t i, wrong = 0;

	wanted = wanted_lost = 0;
	open_with(unique_with(14), 1 << 10);
	for (i = 0; i < ROUNDS; i++) {
		const uint32_t what = random_below(40);

		random_section(i % 500 ? 60 : 4000);
		wrong += !is_wanted();
		if (what > 1)
			continue;
		wanted = what ? random_below((uint32_t)wanted + 1) : 0;
		area[0] = wanted;
		if (i % 2 && !what)
			reset();
	}
	tap_ok(!wrong, "two processes deliver each PC once");
	tap_ok(!stat_of(device).repeated && !stat_of(device).lost_delivery,
	       "and there is a place and room for each");
	close_it();
}

/* What does not fit is told once by the process that has no room for it. */
static void unique_without_room(void)
{
	open_with(unique_with(8), 8);
	deliver(HERE, 100, 10);
	deliver(HERE, 100, 10);
	tap_ok(area[0] == 7 && stat_of(device).lost_delivery == 3,
	       "PCs without room are counted");
	area[0] = 8;
	deliver(HERE, 200, 2);
	tap_ok(area[0] == 8 && stat_of(device).lost_delivery == 5,
	       "behind a count that is none there is no room");
	close_it();
	open_with(unique_with(8), 4096);
	deliver(HERE, 1000, 600);
	deliver(HERE, 1000, 600);
	tap_ok(stat_of(device).repeated == area[0] - 256 && area[0] > 600 &&
		       !stat_of(device).lost_delivery,
	       "PCs without a place in the set are logged again");
	deliver(THERE, 1, 0);
	tap_ok(stat_of(device).repeated == area[0] - 256,
	       "who reads them does not count them");
	close_it();
}

/* What was there when the session began is there. */
static void unique_goes_on(void)
{
	open_with(unique_with(8), 64);
	deliver(HERE, 1, 5);
	stop_listening();
	enable(device, KCOV_TRACE_PC);
	pass(6);
	fake_pc = 0;
	disable(device);
	listen();
	deliver(HERE, 3, 5);
	deliver(THERE, 1, 9);
	tap_ok(area[0] == 9 && area[9] == 9,
	       "a session knows what the last one delivered, and what the "
	       "owner collected");
	close_it();
}

/* --- edges ---------------------------------------------------------------- */

static uint8_t map[MAP];

static void fold(uintptr_t from, uintptr_t to)
{
	uint8_t *counter = &map[kcov_edge_counter(from, to, MAP_BITS)];

	*counter += *counter != 255;
}

/* Each counter that is not 0 is on the list, once. */
static bool list_is_whole(void)
{
	const uint32_t *list = (const uint32_t *)&area[1] + MAP / 4;
	static uint8_t seen[MAP];
	uintptr_t i, hit = 0;

	memset(seen, 0, sizeof(seen));
	for (i = 0; i < MAP; i++)
		hit += map[i] != 0;
	for (i = 0; i < area[0]; i++) {
		if (list[i] >= MAP || !map[list[i]] || seen[list[i]]++)
			return false;
	}
	return hit == area[0];
}

static bool is_folded(void)
{
	return !memcmp(&area[1], map, sizeof(map)) && list_is_whole();
}

static void random_edges(uint32_t most, uint32_t pcs)
{
	uint32_t n = random_below(most);
	uintptr_t from = 0;

	begin(random_below(2) ? HERE : THERE);
	while (n--) {
		const uintptr_t pc = 0x400000 + 5 * random_below(pcs);

		fold(from, pc);
		from = pc;
		pass(pc);
	}
	end();
}

static size_t edges_words(void)
{
	return kcov_edges_words(MAP_BITS, sizeof(uintptr_t));
}

/* With few edges, which end at 255, and with more than one piece has. */
static void edges_at_random(void)
{
	uint32_t i, wrong = 0;

	memset(map, 0, sizeof(map));
	open_with(edges, edges_words());
	for (i = 0; i < ROUNDS; i++) {
		random_edges(i % 100 ? 60 : 4000, i < ROUNDS / 2 ? 12 : PCS);
		wrong += area[0] && !is_folded();
		if (random_below(i % 200 < 100 ? 20 : 200))
			continue;
		area[0] = 0;
		memset(map, 0, sizeof(map));
		if (i % 2)
			reset();
	}
	tap_ok(!wrong, "two processes fold each section by itself");
	tap_ok(!stat_of(device).lost_delivery, "and the list has room for all");
	close_it();
}

static void edges_end_at_255(void)
{
	uint32_t i;

	memset(map, 0, sizeof(map));
	open_with(edges, edges_words());
	begin(HERE);
	for (i = 0; i < 3000; i++) {
		fold(i ? 9 : 0, 9);
		pass(9);
	}
	end();
	tap_ok(is_folded() && area[0] == 2 && memchr(map, 255, sizeof(map)),
	       "counters stay at 255");
	close_it();
}

static void edges_begin(void)
{
	device = sized_device(edges_words());
	area = device->area.memory;
	memset(&area[1], 0x5a, (device->words - 1) * sizeof(*area));
	set_up(edges);
	listen();
	memset(map, 0, sizeof(map));
	fold(0, 9);
	deliver(HERE, 9, 1);
	tap_ok(is_folded(), "a session that finds a count of 0 clears the map");
	stop_listening();
	listen();
	fold(0, 9);
	deliver(HERE, 9, 1);
	tap_ok(is_folded(), "and another count is believed");
	close_it();
}

/* --- in pieces ------------------------------------------------------------ */

static int unlocks;
static void (*meanwhile)(void);

/* After the first piece. */
static void others_have_it(void)
{
	void (*what)(void) = meanwhile;

	if (unlocks++)
		return;
	fake_unlocked = NULL;
	what();
}

static void disable_it(void)
{
	fake_current = &owner;
	disable(device);
	fake_current = &worker;
}

static void deliver_some(void)
{
	const struct kcov_task outer = worker;

	deliver(THERE, 1, 3);
	worker = outer;
	fake_current = &worker;
}

/* Of a section of 3000 PCs, of which all differ. */
static void deliver_beside(struct kcov_setup setup, void (*what)(void))
{
	open_with(setup, 1 << 14);
	deliver(HERE, 5, 3);
	unlocks = 0;
	meanwhile = what;
	begin(HERE);
	while (((uintptr_t *)worker.section->area)[0] < 3000)
		pass(1000 + ((uintptr_t *)worker.section->area)[0]);
	fake_pc = 0;
	fake_unlocked = others_have_it;
	kcov_section_stop(&worker);
	fake_unlocked = NULL;
}

static void pieces(void)
{
	const uintptr_t piece = KCOV_DELIVERY_PIECE;
	struct kcov_setup fresh = unique_with(14);
	unsigned int locks;

	deliver_beside(unique_with(14), deliver_some);
	tap_ok(area[0] == 3006 && area[3 + piece] == 1000 + piece - 1 &&
		       area[3 + piece + 1] == 1 &&
		       area[3 + piece + 4] == 1000 + piece,
	       "another section may deliver between two pieces");
	locks = fake_device_locks;
	deliver(HERE, 1000, 3000);
	tap_ok(fake_device_locks - locks == 3, "a piece has 1024 PCs");
	close_it();
	deliver_beside(unique_with(14), reset);
	tap_ok(area[0] == 3000 - piece && area[1] == 1000 + piece &&
		       !stat_of(device).stale,
	       "a reset between two pieces is one");
	close_it();
	fresh.flags = KCOV_SETUP_FRESH;
	deliver_beside(fresh, reset);
	tap_ok(!area[0] && stat_of(device).stale == 1,
	       "where only what is fresh counts, the rest is none");
	close_it();
	deliver_beside(unique_with(14), disable_it);
	tap_ok(area[0] == 3 + piece && stat_of(device).stale == 1,
	       "the rest is nobody's when the session is over");
	close_it();
}

/* A new PC, in so many pieces. */
static unsigned int pieces_until(uint64_t handle, uintptr_t pc)
{
	const unsigned int locks = fake_device_locks;

	deliver(handle, pc, 1);
	return fake_device_locks - locks;
}

/* A session that begins has nothing to forget, which would take a step. */
static void pieces_of_the_first_section(void)
{
	const uintptr_t piece = KCOV_DELIVERY_PIECE;
	unsigned int locks;

	open_with(unique_with(14), 1 << 14);
	locks = fake_device_locks;
	deliver(HERE, 1000, piece);
	tap_ok(fake_device_locks - locks == 1 && area[0] == piece,
	       "1024 PCs of the first section are one piece");
	close_it();
}

static void pieces_before_a_pc(void)
{
	open_with(unique_with(14), 1 << 14);
	deliver(HERE, 1000, 2000);
	tap_ok(pieces_until(THERE, 1) == 2 && area[0] == 2001,
	       "a piece reads as many that others delivered");
	area[0] = 0;
	tap_ok(pieces_until(HERE, 1) == 2 && area[0] == 1,
	       "and forgets as many after a reset");
	close_it();
}

static void pieces_of_edges(void)
{
	unsigned int locks;
	uintptr_t i;

	deliver_beside(edges, deliver_some);
	memset(map, 0, sizeof(map));
	for (i = 0; i < 3; i++) {
		fold(i ? 4 + i : 0, 5 + i);
		fold(i ? i : 0, 1 + i);
	}
	for (i = 0; i < 3000; i++)
		fold(i ? 999 + i : 0, 1000 + i);
	tap_ok(is_folded(), "a section's last PC is its own, piece by piece");
	locks = fake_device_locks;
	deliver(HERE, 1000, 3000);
	tap_ok(fake_device_locks - locks == 3, "a piece has 1024 edges");
	close_it();
}

/* --- whatever stands there ------------------------------------------------ */

static const uintptr_t numbers[] = { 0,
				     1,
				     2,
				     1023,
				     1024,
				     1025,
				     MAP,
				     MAP + 1,
				     ~(uintptr_t)0 >> 1,
				     ~(uintptr_t)0 };

/* Each in the count, in what the last delivery said, and all over. */
static void spoil(void)
{
	const size_t n = sizeof(numbers) / sizeof(numbers[0]);
	size_t i, j;

	for (i = 0; i < n * n; i++) {
		for (j = 1; j < device->words && i % 3; j++)
			area[j] = numbers[i % n];
		area[0] = numbers[i / n];
		if (i % 2)
			device->delivered.records = numbers[i % n];
		device->delivered.rewound += i % 5;
		deliver(i % 7 ? HERE : THERE, 1, 1500);
		if (area[0] > device->words && area[0] != numbers[i / n])
			exit(97);
	}
	memset(area, 0, device->words * sizeof(*area));
	device->delivered.records = 0;
	device->delivered.rewound++;
}

static void hostile(void)
{
	uint64_t lost;

	open_with(unique_with(8), 3000);
	spoil();
	deliver(HERE, 1, 5);
	tap_ok(area[0] == 5, "no number leads outside of an area of PCs");
	close_it();
	open_with(edges, edges_words());
	spoil();
	memset(map, 0, sizeof(map));
	fold(0, 1);
	deliver(HERE, 1, 1);
	tap_ok(is_folded(), "nor of a map");
	area[0] = MAP;
	memset(&area[1], 0, MAP);
	lost = stat_of(device).lost_delivery;
	deliver(HERE, 1, 2);
	tap_ok(area[0] == MAP && stat_of(device).lost_delivery == lost + 2,
	       "what a list has no room for is counted");
	close_it();
}

/* Killed between an entry and the count: nothing of it was there. */
static void killed_half_way(void)
{
	uint32_t *list;

	memset(map, 0, sizeof(map));
	open_with(edges, edges_words());
	list = (uint32_t *)&area[1] + MAP / 4;
	fold(0, 9);
	deliver(HERE, 9, 1);
	list[1] = kcov_edge_counter(0, 77, MAP_BITS);
	device->delivered.records = 2;
	((uint8_t *)&area[1])[list[1]] = 1;
	fold(0, 77);
	deliver(THERE, 77, 1);
	tap_ok(is_folded(), "what a killed process listed is undone");
	/* Followed, it would be where the list begins. */
	list[2] = MAP;
	device->delivered.records = 3;
	fold(0, 77);
	deliver(HERE, 77, 1);
	tap_ok(is_folded(), "an entry that is none is not followed");
	/* A client that takes back more than that has what it did. */
	deliver(HERE, 1, 2000);
	area[0] = 1;
	deliver(HERE, 9, 1);
	tap_ok(area[0] == 1, "a client may cut its list");
	close_it();
}

/* As much as one can have listed when it is killed. */
static void killed_after_a_piece(void)
{
	uint32_t *list, i;

	memset(map, 0, sizeof(map));
	open_with(edges, edges_words());
	list = (uint32_t *)&area[1] + MAP / 4;
	fold(0, 9);
	deliver(HERE, 9, 1);
	for (i = 1; i <= KCOV_DELIVERY_PIECE; i++) {
		list[i] = (list[0] + i) % MAP;
		((uint8_t *)&area[1])[list[i]] = 1;
	}
	device->delivered.records = i;
	fold(0, 77);
	deliver(THERE, 77, 1);
	tap_ok(is_folded(), "a piece that a killed process listed is undone");
	close_it();
}

/* --- what cannot be ------------------------------------------------------- */

static long listen_in(uint32_t mode)
{
	new_task(&owner);
	ask(&remote, SECTION_WORDS, 1, 0);
	remote.arg.trace_mode = mode;
	return remote_enable(device, &remote);
}

/* Another process has changed it after the memory for a set was made. */
static void choose_a_larger_set(void)
{
	device->choice.set_bits = 9;
}

static void refusals(void)
{
	device = sized_device(64);
	set_up((struct kcov_setup){ .cmp_words = 24 });
	tap_ok(listen_in(KCOV_TRACE_PC) == -EINVAL, "comparisons beside PCs");
	set_up(unique_with(8));
	tap_ok(listen_in(KCOV_TRACE_CMP) == -EINVAL, "comparisons in a set");
	fake_taken_elsewhere = USB(0);
	fake_unlocked = choose_a_larger_set;
	tap_ok(listen_in(KCOV_TRACE_PC) == -EINVAL, "a set of another size");
	fake_taken_elsewhere = 0;
	fake_unlocked = NULL;
	device->choice.map_bits = MAP_BITS;
	tap_ok(listen_in(KCOV_TRACE_PC) == -EINVAL, "what nobody chose");
	kcov_device_put(device);
}

static void failures(void)
{
	unsigned int nth;
	long err = -1;
	int before;

	device = sized_device(64);
	set_up(unique_with(8));
	before = fake_live_objects;
	for (nth = 1; err; nth++) {
		fake_fail_nth = nth;
		err = listen_in(KCOV_TRACE_PC);
		if (err && fake_live_objects != before)
			break;
	}
	fake_fail_nth = 0;
	tap_ok(!err && nth == 11, "a REMOTE_ENABLE that fails leaves nothing");
	for (nth = 1, err = -1; err; nth++) {
		fake_fail_nth = nth;
		err = kcov_proxy_open(device, THERE, device->epoch, 64);
	}
	fake_fail_nth = 0;
	tap_ok(nth == 6, "nor does another process's session");
	stop_listening();
	tap_ok(fake_live_objects == before, "the sets go with the sessions");
	kcov_device_put(device);
}

int main(void)
{
	unique();
	unique_without_room();
	unique_goes_on();
	edges_at_random();
	edges_end_at_255();
	edges_begin();
	pieces();
	pieces_of_the_first_section();
	pieces_before_a_pc();
	pieces_of_edges();
	hostile();
	killed_half_way();
	killed_after_a_piece();
	refusals();
	failures();
	tap_ok(nothing_left(0), "nothing is left");
	return tap_done();
}
